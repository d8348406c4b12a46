import { NotFoundError } from '@backstage/errors';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { AuditEntry, readAuditEntry } from './auditEntry';
import { splitLines } from './splitLines';

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

/** The audit lines of all pods in the order of their times: former leaders hold the older part of the history. */
export async function collectLines(
  options: CollectOptions,
): Promise<AuditEntry[]> {
  const all = await Promise.all(
    options.pods.map(pod => collectFrom(options, pod)),
  );
  return all
    .flat()
    .sort((a, b) =>
      a.line.id < b.line.id ? -1 : Number(a.line.id > b.line.id),
    );
}
