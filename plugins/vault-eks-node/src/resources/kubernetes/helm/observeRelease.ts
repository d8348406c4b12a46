import type { V1Service } from '@kubernetes/client-node';
import type {
  VaultClusterSpec,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import {
  isRunning,
  listVaultPods,
  whyNotRunning,
} from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { readRelease, ReleaseRecord } from './readRelease';
import type { ObservedRelease } from './releaseChanges';
import { liveObjects } from './rendered/foreignObjects';
import { nameOf, parseManifest } from './rendered/parseManifest';

/** Which release is looked at, and where. */
export interface ReleaseView {
  readonly spec: Pick<VaultClusterSpec, 'namespace' | 'release' | 'ui'>;
  readonly names: VaultNames;
  readonly kubernetes: KubernetesConnection;
}

async function loadBalancerOf(
  { spec, names, kubernetes }: ReleaseView,
  ctx: OperationContext,
) {
  if (spec.ui.exposure === 'none') {
    return undefined;
  }
  const service = await kubernetes.get<V1Service>(
    {
      apiVersion: 'v1',
      kind: 'Service',
      name: `${names.fullname}-ui`,
      namespace: spec.namespace,
    },
    ctx,
  );
  return service?.status?.loadBalancer?.ingress?.[0]?.hostname;
}

async function podProblems(
  { spec, names, kubernetes }: ReleaseView,
  ctx: OperationContext,
) {
  const pods = await listVaultPods(kubernetes, spec, ctx);
  return names.pods.flatMap(name => {
    const pod = pods.find(p => p.metadata?.name === name);
    if (!pod) {
      return [`${name} not created yet`];
    }
    return isRunning(pod) ? [] : [`${name} ${whyNotRunning(pod)}`];
  });
}

/** While pods are still to come, only the StatefulSet that makes them is asked for each time. */
async function missingObjects(
  { manifest }: ReleaseRecord,
  options: { readonly view: ReleaseView; readonly podsRun: boolean },
  ctx: OperationContext,
) {
  const { view, podsRun } = options;
  const objects = parseManifest(manifest, view.spec.namespace).filter(
    ({ kind }) => podsRun || kind === 'StatefulSet',
  );
  const live = await liveObjects(objects, {
    kubernetes: view.kubernetes,
    call: ctx,
  });
  return objects.filter((_, i) => !live[i]).map(nameOf);
}

/** What is there of the release; `undefined` when it is not installed. */
export async function observeRelease(
  view: ReleaseView,
  ctx: OperationContext,
): Promise<ObservedRelease | undefined> {
  const record = await readRelease(view.kubernetes, view.spec, ctx);
  if (!record || record.status === 'uninstalled') {
    return undefined;
  }
  const [waitingPods, loadBalancer] = await Promise.all([
    podProblems(view, ctx),
    loadBalancerOf(view, ctx),
  ]);
  const podsRun = waitingPods.length === 0;
  const missing =
    record.status === 'deployed'
      ? await missingObjects(record, { view, podsRun }, ctx)
      : [];
  return {
    ...{ record, waitingPods, missing, loadBalancer },
    observedAt: new Date(),
  };
}
