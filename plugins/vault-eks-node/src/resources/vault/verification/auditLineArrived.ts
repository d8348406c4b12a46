import {
  KubernetesConnection,
  splitLines,
} from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import { runningPods, VaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { ClaimFailed } from './Claim';

const ARRIVAL_TIMEOUT_MS = 20_000;
const TAIL_LINES = 2_000;
const LONGEST_LINE = 256 * 1024;

async function mentions(
  kubernetes: KubernetesConnection,
  pod: { readonly namespace: string; readonly pod: string },
  text: string,
  ctx: OperationContext,
): Promise<boolean> {
  const log = await kubernetes.logs(
    { ...pod, container: 'vault', follow: false, tailLines: TAIL_LINES },
    ctx,
  );
  for await (const line of splitLines(log, LONGEST_LINE)) {
    if (
      'text' in line &&
      line.text.startsWith('{') &&
      line.text.includes(text)
    ) {
      return true;
    }
  }
  return false;
}

/** Waits until the stdout device of some pod shows a line about this path. */
export async function auditLineArrived(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly path: string;
  readonly ctx: OperationContext;
}): Promise<string> {
  const { kubernetes, pods, path, ctx } = options;
  return await poll(
    async () => {
      for (const pod of await runningPods(kubernetes, pods, ctx)) {
        const ref = { namespace: pods.namespace, pod };
        if (await mentions(kubernetes, ref, path, ctx)) {
          return `in the log of ${pod}`;
        }
      }
      return undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs: ARRIVAL_TIMEOUT_MS,
      onTimeout: () =>
        new ClaimFailed(`No audit line about ${path} in any pod's log`),
    },
  );
}
