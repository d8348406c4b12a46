import type { ClusterProtections } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AwsConnection } from '../../../connections/aws';
import { timeLimit } from '../../../connections/timeLimit';
import { untilAborted } from '../../../connections/untilAborted';
import { FreshAnswers } from '../../../sharing/FreshAnswers';
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
  readonly #answers = new FreshAnswers<ClusterProtections>({
    freshForMs: answer => (isSilent(answer) ? SILENT_FOR_MS : TOLD_FOR_MS),
  });
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
    const key = [aws.account, aws.region, storageTable, sealKey].join();
    return untilAborted(
      signal,
      this.#answers.get(key, () => this.#look({ aws, settings })),
    );
  }

  async #look({
    aws,
    settings,
  }: Omit<ProtectionsOptions, 'signal'>): Promise<ClusterProtections> {
    const { storageTable, sealKey } = settings;
    const run = {
      aws,
      signal: timeLimit(this.#timeoutMs),
      log: this.#log,
    };
    const [table, key] = await Promise.all([
      storageTable ? tableProtections(storageTable, run) : undefined,
      sealKey ? keyProtections(sealKey, run) : undefined,
    ]);
    return { table, key };
  }
}
