import { ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import { serverSelector } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';

/** A pod gets half a minute to end; a node that is gone takes longer to be noticed. */
const GONE_TIMEOUT_MS = 10 * 60_000;

/** Waits until the last server pod of a release has ended, also those that are ending. */
export async function untilNoPods(
  kubernetes: KubernetesConnection,
  ref: { readonly namespace: string; readonly release: string },
  ctx: OperationContext,
): Promise<void> {
  const left = () =>
    kubernetes.list<V1Pod>(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: ref.namespace,
        labelSelector: serverSelector(ref.release),
      },
      ctx,
    );
  await poll(
    async () => ((await left()).length === 0 ? { gone: true } : undefined),
    {
      signal: ctx.signal,
      timeoutMs: GONE_TIMEOUT_MS,
      intervalMs: 500,
      onTimeout: () =>
        new ServiceUnavailableError(
          `Pods of ${ref.namespace}/${ref.release} are still there ten minutes after the release is gone; look at their nodes and finalizers (kubectl get pods), then run again`,
        ),
    },
  );
}
