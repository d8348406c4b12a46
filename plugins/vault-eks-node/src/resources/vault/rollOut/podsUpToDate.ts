import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type { VaultPods } from '../../../connections/vault';
import type { Change, ManagedResource } from '../../../engine/ManagedResource';
import type { VaultSession } from '../session/VaultSession';
import { ObservedRollOut, outdatedPods } from './outdatedPods';
import { RollPatience, ROLL_PATIENCE } from './RollContext';
import { rollPods } from './rollPods';
import { waitForPod } from './waitForPod';

/**
 * The pods that the release asks for run, ready or not, and none is older than it. The chart's StatefulSet replaces a pod
 * only when it is deleted, since Kubernetes does not know who leads. Outdated pods
 * are replaced one at a time, each unsealed and following before the next, the leader last and after it has stepped down.
 */
export function podsUpToDate(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly session: Pick<VaultSession, 'login'>;
  readonly replicas: number;
  /** Given in tests. */
  readonly patience?: RollPatience;
}): ManagedResource<ObservedRollOut, { readonly upToDate: true }> {
  const { pods, replicas, patience = ROLL_PATIENCE } = options;
  const { namespace, release, fullname } = pods;

  return {
    title: `Pods of Vault ${namespace}/${release}`,
    observe: ctx => outdatedPods(options, ctx),
    diff: ({ outdated, waiting, surplus, replicas: now }): Change[] => [
      ...outdated.map(pod => ({
        field: pod,
        from: 'older configuration',
        to: 'replaced',
      })),
      ...[...waiting].map(([pod, from]) => ({
        field: pod,
        from,
        to: 'running',
      })),
      ...surplus.map(pod => ({
        field: pod,
        from: 'running',
        to: 'gone; its audit volume stays',
        // The release, which comes first, has told the StatefulSet how many are wanted: it ends them by itself.
        pending: now <= replicas,
      })),
    ],
    waiting: {
      atMostMs: patience.endsMs,
      explain: async (_, changes) => {
        const names = changes.map(({ field }) => field).join(', ');
        return new ServiceUnavailableError(
          `${names} of Vault ${namespace}/${release} should end and does not; its node may be lost (kubectl describe pod --namespace ${namespace} ${names}). Kubernetes ends it when the node is back or removed; then run again`,
        );
      },
    },
    async create() {
      throw new NotFoundError(
        `There is no StatefulSet ${namespace}/${fullname}`,
      );
    },
    async update(ctx, observed) {
      if (observed.replicas > replicas) {
        throw new ConflictError(
          `StatefulSet ${namespace}/${fullname} wants ${observed.replicas} pods, though its release says ${replicas}: somebody has scaled it. Run kubectl scale statefulset ${fullname} --namespace ${namespace} --replicas ${replicas}, or set \`replicas\` to ${observed.replicas}`,
        );
      }
      const roll = { ...options, patience, ctx };
      if (observed.outdated.length > 0) {
        await rollPods(roll, observed);
        return;
      }
      // A Vault that is not initialised runs without being ready.
      for (const pod of observed.waiting.keys()) {
        await waitForPod(roll, pod, { until: 'running' });
      }
    },
    async delete() {
      // They end with the release.
    },
    output: () => ({ upToDate: true }),
    predict: () => ({ upToDate: true }),
  };
}
