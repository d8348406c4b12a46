import type { KubernetesConnection } from '../../connections/kubernetes';
import { AuditEntry, readAuditEntry } from './auditEntry';
import { CONTAINER, LONGEST_LINE } from './collectLines';
import { splitLines } from '../../connections/kubernetes';

/** Lines of one pod as they are written, until the signal aborts or the container ends; pulled, never pushed. */
export async function* followPod(options: {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly pod: string;
  readonly since: Date;
  readonly signal: AbortSignal;
}): AsyncGenerator<AuditEntry> {
  const { kubernetes, namespace, pod, since, signal } = options;
  const log = await kubernetes.logs(
    { namespace, pod, container: CONTAINER, follow: true, sinceTime: since },
    { signal },
  );
  try {
    let [lastTime] = since.toISOString().split('/');
    for await (const line of splitLines(log, LONGEST_LINE)) {
      const entry = readAuditEntry(line, pod, lastTime);
      if (entry) {
        [lastTime] = entry.line.id.split('/');
        yield entry;
      }
    }
  } finally {
    log.destroy();
  }
}
