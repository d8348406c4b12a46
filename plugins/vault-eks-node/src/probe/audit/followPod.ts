import type { KubernetesConnection } from '../../connections/kubernetes';
import { AuditEntry, readAuditEntry } from './auditEntry';
import { CONTAINER, LONGEST_LINE } from './collectLines';
import type { Redaction } from './redaction/createRedaction';
import { splitIntoBatches } from '../../connections/kubernetes';

/**
 * Lines of one pod as they are written, as many at a time as came together, until the signal aborts or the container
 * ends; pulled, never pushed.
 */
export async function* followPod(options: {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly pod: string;
  readonly since: Date;
  readonly signal: AbortSignal;
  readonly redaction?: Redaction;
}): AsyncGenerator<readonly AuditEntry[]> {
  const { kubernetes, namespace, pod, since, signal, redaction } = options;
  const log = await kubernetes.logs(
    { namespace, pod, container: CONTAINER, follow: true, sinceTime: since },
    { signal },
  );
  try {
    let [lastTime] = since.toISOString().split('/');
    for await (const lines of splitIntoBatches(log, LONGEST_LINE)) {
      const entries: AuditEntry[] = [];
      for (const line of lines) {
        const entry = readAuditEntry(line, pod, lastTime, redaction);
        if (entry) {
          lastTime = entry.line.id.slice(0, entry.line.id.indexOf('/'));
          entries.push(entry);
        }
      }
      yield entries;
    }
  } finally {
    log.destroy();
  }
}
