import type { V1Deployment } from '@kubernetes/client-node';
import { poll } from '../../../../connections/poll';
import { Claim, ClaimFailed } from '../Claim';
import type { Evidence } from '../evidence/Evidence';

const READY_TIMEOUT_MS = 2 * 60_000;

/** All pods of the injector run. */
export const injectorReady = ({
  spec,
  kubernetes,
  session,
}: Evidence): Claim => {
  const name = `${session.pods.fullname}-agent-injector`;
  const { replicas } = spec.injector;
  return {
    id: 'injector-ready',
    claim: 'The agent injector is ready',
    fix: `Look at the pods of Deployment ${name} with kubectl describe.`,
    try: ctx =>
      poll(
        async () => {
          const deployment = await kubernetes.get<V1Deployment>(
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name,
              namespace: spec.namespace,
            },
            ctx,
          );
          const ready = deployment?.status?.readyReplicas ?? 0;
          return ready >= replicas ? `${ready} pods` : undefined;
        },
        {
          signal: ctx.signal,
          timeoutMs: READY_TIMEOUT_MS,
          onTimeout: () =>
            new ClaimFailed(
              `Deployment ${name} has fewer than ${replicas} ready`,
            ),
        },
      ),
  };
};
