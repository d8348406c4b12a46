import type { ClusterProtections } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AwsConnection } from '../../../connections/aws';
import { shareRun, SharedRun } from '../../../connections/shareRun';
import { timeLimit } from '../../../connections/timeLimit';
import type { ServerSettings } from '../serverSettings';
import { keyProtections } from './keyProtections';
import { tableProtections } from './tableProtections';
import type { ProtectionRun } from './told';

/** What is looked at, and where. */
export interface ProtectionsOptions {
  readonly aws: Pick<AwsConnection, 'account' | 'region' | 'dynamodb' | 'kms'>;
  /** The table and the key as Vault's configuration names them. */
  readonly settings: ServerSettings;
  readonly signal: AbortSignal;
}

/** Protections change by hand or by a deploy, and a status is asked every few seconds. */
const TOLD_FOR_MS = 60_000;
/** What AWS was too slow or too busy to tell is asked again soon. */
const SILENT_FOR_MS = 10_000;
const TIMEOUT_MS = 3_000;

interface Remembered {
  readonly run: SharedRun<ClusterProtections>;
  until: number;
}

/** Whether asking again soon could tell more: a missing right stays missing for a while. */
const isSilent = ({ table, key }: ClusterProtections) =>
  [...Object.values(table ?? {}), ...Object.values(key ?? {})].some(
    side =>
      typeof side === 'object' &&
      side.state === 'unknown' &&
      !('missingRight' in side),
  );

/** Reads what protects table and key of Vaults; each is asked for once a minute, whoever asks and however often. */
export class ProtectionsReader {
  readonly #known = new Map<string, Remembered>();
  readonly #timeoutMs: number;
  readonly #log?: ProtectionRun['log'];

  constructor(
    options: {
      /** For the whole look. Default: 3 seconds. */
      readonly timeoutMs?: number;
      /** See {@link ProtectionRun.log}. */
      readonly log?: ProtectionRun['log'];
    } = {},
  ) {
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#log = options.log;
  }

  /**
   * Fails only when the caller aborts; what AWS does not tell in time says so.
   *
   * @returns `undefined` when the configuration names neither table nor key
   */
  async read(
    options: ProtectionsOptions,
  ): Promise<ClusterProtections | undefined> {
    const { aws, settings, signal } = options;
    const { storageTable, sealKey } = settings;
    if (!storageTable && !sealKey) {
      return undefined;
    }
    const id = [aws.account, aws.region, storageTable, sealKey].join();
    const known = this.#known.get(id);
    if (known && Date.now() < known.until && !known.run.calledOff) {
      return known.run.join(signal);
    }
    this.#forget();
    const remembered: Remembered = {
      until: Date.now() + TOLD_FOR_MS,
      run: shareRun(async ending => {
        const protections = await this.#look({ ...options, signal: ending });
        if (isSilent(protections)) {
          remembered.until = Date.now() + SILENT_FOR_MS;
        }
        return protections;
      }),
    };
    this.#known.set(id, remembered);
    return remembered.run.join(signal);
  }

  async #look({
    aws,
    settings,
    signal,
  }: ProtectionsOptions): Promise<ClusterProtections> {
    const { storageTable, sealKey } = settings;
    const run = {
      aws,
      signal: timeLimit(this.#timeoutMs, signal),
      log: this.#log,
    };
    const [table, key] = await Promise.all([
      storageTable ? tableProtections(storageTable, run) : undefined,
      sealKey ? keyProtections(sealKey, run) : undefined,
    ]);
    return { table, key };
  }

  #forget() {
    const now = Date.now();
    for (const [id, { until }] of this.#known) {
      if (until <= now) {
        this.#known.delete(id);
      }
    }
  }
}
