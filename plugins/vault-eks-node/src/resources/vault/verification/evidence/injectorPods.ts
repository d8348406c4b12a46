import type { V1Deployment } from '@kubernetes/client-node';
import { poll } from '../../../../connections/poll';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { ClaimFailed } from '../Claim';
import type { VerificationOptions } from './Evidence';

const READY_TIMEOUT_MS = 2 * 60_000;

/** The Deployment of the injector. */
export const injectorName = (fullname: string) => `${fullname}-agent-injector`;

/**
 * Waits until all pods of the injector are ready.
 *
 * @returns how many those are
 */
export async function injectorPods(
  { spec, kubernetes, session }: VerificationOptions,
  ctx: OperationContext,
): Promise<number> {
  const name = injectorName(session.pods.fullname);
  const { replicas } = spec.injector;
  const { namespace } = spec;
  return await poll(
    async () => {
      const deployment = await kubernetes.get<V1Deployment>(
        { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace },
        ctx,
      );
      const ready = deployment?.status?.readyReplicas ?? 0;
      return ready >= replicas ? ready : undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs: READY_TIMEOUT_MS,
      onTimeout: () =>
        new ClaimFailed(`Deployment ${name} has fewer than ${replicas} ready`),
    },
  );
}
