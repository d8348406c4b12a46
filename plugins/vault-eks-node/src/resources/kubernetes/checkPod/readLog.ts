import { text } from 'node:stream/consumers';
import { isError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import { scrubSecrets } from '../../../connections/scrubSecrets';

const LOG_BYTES = 64 * 1024;
const LAST_WORDS_LINES = 5;

/** What a container wrote, from its beginning, as far as the bound goes. */
export async function readLog(
  kubernetes: Pick<KubernetesConnection, 'logs'>,
  pod: V1Pod,
  container: string,
  call: CallOptions,
): Promise<string> {
  const { name = '', namespace = '' } = pod.metadata ?? {};
  const stream = await kubernetes.logs(
    { namespace, pod: name, container, follow: false, limitBytes: LOG_BYTES },
    call,
  );
  return await text(stream);
}

/** The last lines of a container, for people; none when they cannot be read. */
export async function lastWords(
  kubernetes: Pick<KubernetesConnection, 'logs'>,
  pod: V1Pod,
  container: string,
  call: CallOptions,
): Promise<string> {
  try {
    const log = await readLog(kubernetes, pod, container, call);
    return scrubSecrets(
      log.trim().split('\n').slice(-LAST_WORDS_LINES).join(' | '),
    );
  } catch (error) {
    call.signal.throwIfAborted();
    return isError(error) ? `its log cannot be read: ${error.message}` : '';
  }
}
