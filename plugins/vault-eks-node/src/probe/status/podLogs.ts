import { text } from 'node:stream/consumers';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../connections/kubernetes';
import { timeLimit } from '../../connections/timeLimit';
import { isServerLog } from '../../connections/vault';

/** The newest lines of a pod's server log. */
export interface PodLog {
  readonly pod: string;
  readonly lines: readonly string[];
}

/** The audit lines of a busy leader come in the same log and are most of it. */
const TAIL_LINES = 400;
/** Far above what so many lines hold: what is beyond it would be the newest ones. */
const LIMIT_BYTES = 2 * 1024 * 1024;
/** What was written before that is over, or it would have been written again. */
const NEWEST_MS = 3 * 60_000;

/** Reads the newest lines of some pods side by side. A pod whose log cannot be read has none: the rest of a status is worth having. */
export async function readPodLogs(
  kubernetes: KubernetesConnection,
  namespace: string,
  pods: readonly string[],
  options: CallOptions & { readonly timeoutMs: number },
): Promise<readonly PodLog[]> {
  const signal = timeLimit(options.timeoutMs, options.signal);
  const sinceTime = new Date(Date.now() - NEWEST_MS);
  return await Promise.all(
    pods.map(async pod => {
      try {
        const log = await kubernetes.logs(
          {
            ...{ namespace, pod, container: 'vault', follow: false, sinceTime },
            tailLines: TAIL_LINES,
            limitBytes: LIMIT_BYTES,
          },
          { signal },
        );
        const lines = (await text(log)).split('\n');
        return { pod, lines: lines.filter(isServerLog) };
      } catch {
        options.signal.throwIfAborted();
        return { pod, lines: [] };
      }
    }),
  );
}
