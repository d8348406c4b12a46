import type { V1Deployment } from '@kubernetes/client-node';
import { poll } from '../../../../connections/poll';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { ClaimFailed } from '../Claim';
import type { VerificationOptions } from './Evidence';

const READY_TIMEOUT_MS = 2 * 60_000;

/** The Deployment of the injector. */
export const injectorName = (fullname: string) => `${fullname}-agent-injector`;

/**
 * What keeps a Deployment from being rolled out, as `kubectl rollout status` judges it: pods of the former template may be
 * ready while those of the newest are not. `undefined` when nothing does.
 */
export function whyNotRolledOut(
  deployment: V1Deployment | undefined,
  wanted: number,
): string | undefined {
  if (!deployment) {
    return 'is not there';
  }
  const { metadata, spec, status = {} } = deployment;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const failed = status.conditions?.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if ((status.observedGeneration ?? 0) < (metadata?.generation ?? 0)) {
    return 'has a change that its controller has not taken note of';
  }
  if ((spec?.replicas ?? 1) < wanted) {
    return `is scaled to ${spec?.replicas} pods instead of ${wanted}`;
  }
  if (updatedReplicas < wanted) {
    return `has ${updatedReplicas} of ${wanted} pods of its newest template${
      failed ? `: ${failed.message}` : ''
    }`;
  }
  if (replicas > updatedReplicas) {
    return `still has ${replicas - updatedReplicas} pods of a former template`;
  }
  return availableReplicas < updatedReplicas
    ? `has ${availableReplicas} of ${updatedReplicas} pods available${
        failed ? `: ${failed.message}` : ''
      }`
    : undefined;
}

/**
 * Waits until the injector is rolled out.
 *
 * @returns how many of its pods are available
 */
export async function injectorPods(
  { spec, kubernetes, session }: VerificationOptions,
  ctx: OperationContext,
): Promise<number> {
  const name = injectorName(session.pods.fullname);
  const { replicas } = spec.injector;
  const { namespace } = spec;
  let lacking: string | undefined;
  return await poll(
    async () => {
      const deployment = await kubernetes.get<V1Deployment>(
        { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace },
        ctx,
      );
      lacking = whyNotRolledOut(deployment, replicas);
      return lacking === undefined
        ? deployment?.status?.availableReplicas
        : undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs: READY_TIMEOUT_MS,
      onTimeout: () => new ClaimFailed(`Deployment ${name} ${lacking}`),
    },
  );
}
