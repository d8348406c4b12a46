import { NotFoundError } from '@backstage/errors';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { AuditEntry, readAuditEntry } from './auditEntry';
import { splitLines } from '../../connections/kubernetes';

/** Audit lines hold whole requests; real ones are a few kilobytes. */
export const LONGEST_LINE = 256 * 1024;

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
}

async function collectFrom(
  options: CollectOptions,
  pod: string,
): Promise<AuditEntry[]> {
  const { kubernetes, namespace, signal, tailLines, since } = options;
  const entries: AuditEntry[] = [];
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
      const entry = readAuditEntry(line, pod, lastTime);
      if (entry) {
        [lastTime] = entry.line.id.split('/');
        entries.push(entry);
      }
    }
  } catch (error) {
    // A pod that is gone has no history to give.
    if (!(error instanceof NotFoundError)) {
      throw error;
    }
  }
  return entries;
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
  if (after === undefined) {
    return { known: [], entries: mergeByTime(all) };
  }
  const known: AuditEntry[] = [];
  const fresh = all.map(lines => {
    const place = lines.findIndex(({ line }) => line.id === after);
    const isKnown = (entry: AuditEntry, i: number) =>
      place >= 0 ? i <= place : entry.line.id <= after;
    known.push(...lines.filter(isKnown));
    return lines.filter((entry, i) => !isKnown(entry, i));
  });
  return { known, entries: mergeByTime(fresh) };
}
