import type { V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import { ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import {
  isEnding,
  isRunning,
  listAllVaultPods,
  VaultPods,
  whyNotRunning,
} from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';

/** Which pods were made from an older template than the StatefulSet has now, and which are not among them. */
export interface ObservedRollOut {
  /** In the order of their ordinals, without those that go. */
  readonly outdated: readonly string[];
  /** The others that the StatefulSet wants, whether they are there or not. */
  readonly current: readonly string[];
  /** What those of them lack that do not run. */
  readonly waiting: ReadonlyMap<string, string>;
  /** Pods that are there beyond the number that is wanted, until they have ended: one that ends may still lead. */
  readonly surplus: readonly string[];
  /** How many the StatefulSet itself wants. */
  readonly replicas: number;
}

const REVISION = 'controller-revision-hash';

/** The StatefulSet controller notes a new template within moments. */
const NOTED_TIMEOUT_MS = 60_000;

/** Until the controller has seen the newest template, the status still names the revision before. */
async function readStatefulSet(
  kubernetes: KubernetesConnection,
  { namespace, fullname }: VaultPods,
  ctx: OperationContext,
): Promise<V1StatefulSet | undefined> {
  const ref = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: fullname,
    namespace,
  };
  return await poll(
    async () => {
      const found = await kubernetes.get<V1StatefulSet>(ref, ctx);
      const noted = found?.status?.observedGeneration ?? Infinity;
      return noted >= (found?.metadata?.generation ?? 0)
        ? { found }
        : undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs: NOTED_TIMEOUT_MS,
      onTimeout: () =>
        new ServiceUnavailableError(
          `Kubernetes has not taken note of the changed StatefulSet ${namespace}/${fullname} within a minute; look at the cluster's controller manager`,
        ),
    },
  ).then(({ found }) => found);
}

/** @returns `undefined` when there is no StatefulSet */
export async function outdatedPods(
  options: {
    readonly kubernetes: KubernetesConnection;
    readonly pods: VaultPods;
    readonly replicas: number;
  },
  ctx: OperationContext,
): Promise<ObservedRollOut | undefined> {
  const { kubernetes, pods, replicas } = options;
  const statefulSet = await readStatefulSet(kubernetes, pods, ctx);
  if (!statefulSet) {
    return undefined;
  }
  const all = await listAllVaultPods(kubernetes, pods, ctx);
  const list = all.filter(pod => !isEnding(pod));
  const newest = statefulSet.status?.updateRevision;
  const isOutdated = (pod: V1Pod) => {
    const revision = pod.metadata?.labels?.[REVISION];
    return (
      newest !== undefined && revision !== undefined && revision !== newest
    );
  };
  const wanted = Array.from(
    { length: replicas },
    (_, ordinal) => `${pods.fullname}-${ordinal}`,
  );
  const nameOf = (pod: V1Pod) => pod.metadata?.name ?? '';
  const outdated = list
    .filter(isOutdated)
    .map(nameOf)
    .filter(name => wanted.includes(name));
  return {
    outdated,
    current: wanted.filter(name => !outdated.includes(name)),
    waiting: new Map(
      wanted.flatMap(name => {
        const pod = list.find(candidate => nameOf(candidate) === name);
        if (pod && (isRunning(pod) || outdated.includes(name))) {
          return [];
        }
        return [[name, pod ? whyNotRunning(pod) : 'not created yet'] as const];
      }),
    ),
    surplus: all.map(nameOf).filter(name => !wanted.includes(name)),
    replicas: statefulSet.spec?.replicas ?? replicas,
  };
}
