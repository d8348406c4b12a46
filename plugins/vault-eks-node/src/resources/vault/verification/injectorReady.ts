import type { V1Deployment } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import type { OperationContext } from '../../../engine/ManagedResource';
import { ClaimFailed } from './Claim';

const READY_TIMEOUT_MS = 2 * 60_000;

/** Waits until all injector pods are ready. */
export async function injectorReady(options: {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly fullname: string;
  readonly replicas: number;
  readonly ctx: OperationContext;
}): Promise<string> {
  const { kubernetes, namespace, fullname, replicas, ctx } = options;
  const name = `${fullname}-agent-injector`;
  return await poll(
    async () => {
      const deployment = await kubernetes.get<V1Deployment>(
        { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace },
        ctx,
      );
      const ready = deployment?.status?.readyReplicas ?? 0;
      return ready >= replicas ? `${ready} pods` : undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs: READY_TIMEOUT_MS,
      onTimeout: () =>
        new ClaimFailed(`Deployment ${name} has fewer than ${replicas} ready`),
    },
  );
}
