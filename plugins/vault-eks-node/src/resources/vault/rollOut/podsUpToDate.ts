import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import {
  askPods,
  isRunning,
  leaderAmong,
  listVaultPods,
  VaultPods,
} from '../../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';

/** Which pods were made from an older template than the StatefulSet has now. */
export interface ObservedRollOut {
  readonly outdated: readonly string[];
}

const REVISION = 'controller-revision-hash';
const BACK_TIMEOUT_MS = 5 * 60_000;
const LEADER_TIMEOUT_MS = 60_000;

/**
 * The chart's StatefulSet replaces a pod only when it is deleted. Outdated pods are replaced one at a time, standbys
 * first, so that there is one change of leader and never more than one node away. Sealed ones go before all others.
 */
export function podsUpToDate(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
}): ManagedResource<ObservedRollOut, { readonly upToDate: true }> {
  const { kubernetes, pods } = options;
  const { namespace, release, fullname } = pods;

  const outdatedPods = async (ctx: OperationContext) => {
    const [statefulSet, list] = await Promise.all([
      kubernetes.get<V1StatefulSet>(
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: fullname,
          namespace,
        },
        ctx,
      ),
      listVaultPods(kubernetes, pods, ctx),
    ]);
    if (!statefulSet) {
      return undefined;
    }
    const wanted = statefulSet.status?.updateRevision;
    const revisionOf = (pod: V1Pod) => pod.metadata?.labels?.[REVISION];
    return list
      .filter(pod => wanted && revisionOf(pod) && revisionOf(pod) !== wanted)
      .map(pod => pod.metadata?.name ?? '');
  };

  const ask = async (ctx: OperationContext) => {
    const running = (await listVaultPods(kubernetes, pods, ctx)).filter(
      isRunning,
    );
    return await askPods(
      pods,
      running.map(pod => pod.metadata?.name ?? ''),
      ctx,
    );
  };

  /** The next one may go when this one serves again and somebody leads. */
  const waitServing = (pod: string, ctx: OperationContext) =>
    poll(
      async () => {
        const answers = await ask(ctx);
        const unsealed = answers.some(
          a => a.pod === pod && a.health?.sealed === false,
        );
        return unsealed && leaderAmong(answers) ? true : undefined;
      },
      {
        signal: ctx.signal,
        timeoutMs: LEADER_TIMEOUT_MS,
        onTimeout: () =>
          new ServiceUnavailableError(
            `Pod ${pod} came back but stays sealed, or nobody leads; no further pod was replaced`,
          ),
      },
    );

  const replace = async (name: string, ctx: OperationContext) => {
    const ref = { apiVersion: 'v1', kind: 'Pod', name, namespace };
    const before = await kubernetes.get<V1Pod>(ref, ctx);
    ctx.log(`Replacing pod ${name}`);
    await kubernetes.delete(ref, ctx);
    await poll(
      async () => {
        const now = await kubernetes.get<V1Pod>(ref, ctx);
        const isNew = now && now.metadata?.uid !== before?.metadata?.uid;
        return isNew && isRunning(now) ? true : undefined;
      },
      {
        signal: ctx.signal,
        timeoutMs: BACK_TIMEOUT_MS,
        onTimeout: () =>
          new ServiceUnavailableError(
            `Pod ${name} did not come back within five minutes`,
          ),
      },
    );
  };

  return {
    title: `Pods of Vault ${namespace}/${release}`,
    async observe(ctx) {
      const outdated = await outdatedPods(ctx);
      return outdated && { outdated };
    },
    diff: ({ outdated }) =>
      outdated.map(pod => ({
        field: pod,
        from: 'older configuration',
        to: 'replaced',
      })),
    async create() {
      throw new NotFoundError(
        `There is no StatefulSet ${namespace}/${fullname}`,
      );
    },
    async update(ctx, { outdated }) {
      const answers = await ask(ctx);
      const serving = answers.filter(a => a.health?.sealed === false);
      if (serving.length === 0) {
        // Nobody serves, so there is nothing to protect; the new configuration may be what unseals them.
        await Promise.all(outdated.map(pod => replace(pod, ctx)));
        return;
      }
      const leader = leaderAmong(answers);
      const rank = (pod: string) =>
        Number(serving.some(a => a.pod === pod)) + Number(pod === leader);
      for (const pod of [...outdated].sort((a, b) => rank(a) - rank(b))) {
        await replace(pod, ctx);
        await waitServing(pod, ctx);
      }
    },
    async delete() {
      // They end with the release.
    },
    output: () => ({ upToDate: true }),
    predict: () => ({ upToDate: true }),
  };
}
