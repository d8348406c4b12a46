import { NotFoundError } from '@backstage/errors';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { AuditEntry, readAuditEntry } from './auditEntry';
import { heldCharacters } from './heldCharacters';
import type { Redaction } from './redaction/createRedaction';
import { isRow, namesRow } from './rowKey';
import { splitLines } from '../../connections/kubernetes';

/** Audit lines hold whole requests; real ones are a few kilobytes. */
export const LONGEST_LINE = 256 * 1024;

/** What is read of one pod at most; more would fill the memory. */
const MOST_LINES = 50_000;
/** More than a kubelet keeps in the file that it serves, unless it is told to. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Dropped in bulk: to drop one for each that comes would move all the others each time. */
const BULK = 100;

/** The container whose stdout the audit device writes to. */
export const CONTAINER = 'vault';

/** Which part of the pods' logs is wanted. */
export interface CollectOptions {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly pods: readonly string[];
  readonly signal: AbortSignal;
  readonly tailLines?: number;
  readonly since?: Date;
  readonly redaction?: Redaction;
}

/** What one pod has. */
interface PodLines {
  readonly entries: readonly AuditEntry[];
  /** Whether there may be more, before these. */
  readonly isCut: boolean;
}

/** The newest entries of one pod, as many as fit. */
class NewestEntries {
  readonly #entries: AuditEntry[] = [];
  #characters = 0;
  #dropped = 0;
  isCut = false;

  add(entry: AuditEntry): void {
    this.#entries.push(entry);
    this.#characters += heldCharacters(entry);
    while (this.#characters > MOST_CHARACTERS) {
      this.#characters -= heldCharacters(this.#entries[this.#dropped]);
      this.#dropped += 1;
      this.isCut = true;
    }
    if (this.#dropped >= BULK) {
      this.#forget();
    }
  }

  all(): readonly AuditEntry[] {
    this.#forget();
    return this.#entries;
  }

  #forget() {
    this.#entries.splice(0, this.#dropped);
    this.#dropped = 0;
  }
}

async function collectFrom(
  options: CollectOptions,
  pod: string,
): Promise<PodLines> {
  const { kubernetes, namespace, signal, since, redaction } = options;
  const { tailLines = MOST_LINES } = options;
  const newest = new NewestEntries();
  let count = 0;
  try {
    const log = await kubernetes.logs(
      {
        namespace,
        pod,
        container: CONTAINER,
        follow: false,
        tailLines,
        sinceTime: since,
      },
      { signal },
    );
    let lastTime = '';
    for await (const line of splitLines(log, LONGEST_LINE)) {
      count += 1;
      const entry = readAuditEntry(line, pod, lastTime, redaction);
      if (entry) {
        [lastTime] = entry.line.id.split('/');
        newest.add(entry);
      }
    }
  } catch (error) {
    // A pod that is gone has no history to give.
    if (!(error instanceof NotFoundError)) {
      throw error;
    }
  }
  return {
    entries: newest.all(),
    isCut: newest.isCut || count >= MOST_LINES,
  };
}

/** Merges by time; lines of one pod stay in the order in which it wrote them, whatever their times say. */
function mergeByTime(
  pods: readonly (readonly AuditEntry[])[],
): readonly AuditEntry[] {
  const heads = pods.map(() => 0);
  const merged: AuditEntry[] = [];
  for (;;) {
    let first: number | undefined;
    pods.forEach((lines, pod) => {
      const head = lines[heads[pod]];
      if (
        head &&
        (first === undefined ||
          head.line.id < pods[first][heads[first]].line.id)
      ) {
        first = pod;
      }
    });
    if (first === undefined) {
      return merged;
    }
    merged.push(pods[first][heads[first]]);
    heads[first]++;
  }
}

/** What was found, and which of it the client has already. */
export interface CollectedLines {
  readonly known: readonly AuditEntry[];
  /** Whether lines may be missing before those found: the pods hold them no more, or they are too many. */
  readonly isGap: boolean;
  readonly entries: readonly AuditEntry[];
}

/**
 * The audit lines of all pods in the order of their times: former leaders hold the older part of the history.
 *
 * @param after - id of the last line that the client has. In the log of its pod its place decides what is known;
 *   elsewhere its time does, since requests that are served side by side may be written a little out of order.
 */
export async function collectLines(
  options: CollectOptions & { readonly after?: string },
): Promise<CollectedLines> {
  const { after } = options;
  const all = await Promise.all(
    options.pods.map(pod => collectFrom(options, pod)),
  );
  const isCut = all.some(pod => pod.isCut);
  if (after === undefined) {
    const entries = mergeByTime(all.map(pod => pod.entries));
    return { known: [], entries, isGap: isCut };
  }
  const known: AuditEntry[] = [];
  let isFound = false;
  const fresh = all.map(({ entries: lines }) => {
    const place = lines.findIndex(entry => isRow(entry, after));
    isFound ||= place >= 0;
    const isKnown = (entry: AuditEntry, i: number) =>
      place >= 0 ? i <= place : entry.line.id <= after;
    known.push(...lines.filter(isKnown));
    return lines.filter((entry, i) => !isKnown(entry, i));
  });
  const isGap = isCut || (!isFound && namesRow(after));
  return { known, entries: mergeByTime(fresh), isGap };
}
