import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { AuditEntry, timeOfId } from './auditEntry';
import { collectLines, type CollectedLines } from './collectLines';
import { MISSING } from './rowKey';
import { SeenLines } from './SeenLines';
import type { TailAuditOptions } from './tailAudit';

/** Reads overlap by this much: `sinceTime` counts whole seconds and clocks of nodes differ a little. */
const OVERLAP_MS = 3_000;

/** A Vault that has written nothing yet is read from here on: its clock may be behind ours. */
const CLOCKS_MS = 10 * 60_000;

/** Server log lines share the stream, and a filter drops lines: more is read than is shown. */
function tailLines(history: number, filter?: AuditFilter): number {
  const filtered = filter && Object.values(filter).some(Boolean);
  return filtered ? 5_000 : Math.min(5_000, history * 3 + 200);
}

const overlapping = (time: Date) => new Date(time.getTime() - OVERLAP_MS);

/** Says, where they should stand, that lines may be gone; its id is no earlier than that of the line before. */
const missingAfter = (id: string): AuditTailRow => ({
  kind: 'unreadable',
  line: {
    id: `${id.split('/')[0]}/${MISSING}`,
    pod: '',
    reason: 'missing',
    size: 0,
  },
});

/** What of the pods' logs one tail has not passed on yet: each line once, whichever read finds it. */
export class UnreadRows {
  readonly #options: TailAuditOptions;
  readonly #seen = new SeenLines(new Date(Date.now() - CLOCKS_MS));

  constructor(options: TailAuditOptions) {
    this.#options = options;
  }

  /** From when on a log must be read so that nothing is missed. */
  get since(): Date {
    return overlapping(new Date(this.#seen.newest));
  }

  /** Those that were not passed on before and match the filter. */
  fresh(entries: readonly AuditEntry[]): readonly AuditTailRow[] {
    const { filter } = this.#options;
    return entries.filter(
      entry => this.#seen.add(entry) && matchesAuditFilter(entry, filter),
    );
  }

  /** The beginning: the newest lines of all pods, or what came after the one that the reader has. */
  async history(pods: readonly string[]): Promise<readonly AuditTailRow[]> {
    const { after, history, filter, onKnown } = this.#options;
    const { known, entries, isGap } = await this.#collect({
      ...this.#from(pods),
      after,
      ...(after
        ? { since: overlapping(timeOfId(after) ?? new Date()) }
        : { tailLines: tailLines(history, filter) }),
    });
    known.forEach(entry => this.#seen.add(entry));
    onKnown?.(known);
    const rows = this.fresh(entries);
    if (after) {
      return isGap ? [missingAfter(after), ...rows] : rows;
    }
    return rows.slice(Math.max(0, rows.length - history));
  }

  /** Whatever was written between two streams. */
  async missed(pods: readonly string[]): Promise<readonly AuditTailRow[]> {
    const last = this.#seen.newest;
    const { entries, isGap } = await this.#collect({
      ...this.#from(pods),
      since: this.since,
    });
    const rows = this.fresh(entries);
    return isGap ? [missingAfter(last), ...rows] : rows;
  }

  async #collect(
    options: Parameters<typeof collectLines>[0],
  ): Promise<CollectedLines> {
    const { inTurn, signal } = this.#options;
    const read = () => collectLines(options);
    return inTurn ? inTurn(signal, read) : read();
  }

  #from(pods: readonly string[]) {
    const { kubernetes, ref, signal, redaction } = this.#options;
    return { kubernetes, namespace: ref.namespace, pods, signal, redaction };
  }
}
