import type { V1Service } from '@kubernetes/client-node';
import type {
  VaultClusterSpec,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type { OperationContext } from '../../../engine/ManagedResource';
import { readRelease, ReleaseRecord } from './readRelease';
import { isOurRelease, ObservedRelease } from './releaseChanges';
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

/** Objects of the release that somebody has deleted. */
async function missingObjects(
  { manifest }: ReleaseRecord,
  { spec, kubernetes }: ReleaseView,
  ctx: OperationContext,
) {
  const objects = parseManifest(manifest, spec.namespace);
  const live = await liveObjects(objects, { kubernetes, call: ctx });
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
  const [missing, loadBalancer] = await Promise.all([
    // A release of others is refused anyway, and may hold kinds that this product has no right to read.
    record.status === 'deployed' && isOurRelease(record)
      ? missingObjects(record, view, ctx)
      : [],
    loadBalancerOf(view, ctx),
  ]);
  return {
    ...{ record, missing, loadBalancer },
    observedAt: new Date(),
  };
}
