import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  V1ConfigMap,
  V1Node,
  V1PersistentVolumeClaim,
  V1Secret,
  V1StatefulSet,
} from '@kubernetes/client-node';
import {
  chartFullname,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../connections/kubernetes';
import { serverSelector } from '../../connections/vault';
import { newestReleaseSecret } from '../../resources/kubernetes';

/** What Kubernetes knows of a Vault cluster beside its pods. */
export interface KubernetesSide {
  readonly statefulSet: V1StatefulSet;
  readonly zones: ReadonlyMap<string, string>;
  readonly claims: readonly V1PersistentVolumeClaim[];
  readonly releaseSecret?: V1Secret;
  /** Vault's own configuration, as the chart rendered it. */
  readonly config?: V1ConfigMap;
}

/** A part that the portal's identity may not read is left out; the rest of the status is still worth having. */
async function unlessForbidden<T>(read: Promise<T>, otherwise: T): Promise<T> {
  return await read.catch(error => {
    if (error instanceof NotAllowedError) {
      return otherwise;
    }
    throw error;
  });
}

const ZONE = 'topology.kubernetes.io/zone';

/** Reads everything but the pods from Kubernetes, side by side. */
export async function readKubernetesSide(
  kubernetes: KubernetesConnection,
  ref: VaultClusterRef,
  options: CallOptions,
): Promise<KubernetesSide> {
  const { namespace, release } = ref;
  const fullname = chartFullname(release);
  const [statefulSet, nodes, claims, releaseSecret, config] = await Promise.all(
    [
      kubernetes.get<V1StatefulSet>(
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: fullname,
          namespace,
        },
        options,
      ),
      unlessForbidden(
        kubernetes.list<V1Node>({ apiVersion: 'v1', kind: 'Node' }, options),
        [],
      ),
      unlessForbidden(
        kubernetes.list<V1PersistentVolumeClaim>(
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            namespace,
            labelSelector: serverSelector(release),
          },
          options,
        ),
        [],
      ),
      unlessForbidden(newestReleaseSecret(kubernetes, ref, options), undefined),
      unlessForbidden(
        kubernetes.get<V1ConfigMap>(
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: `${fullname}-config`,
            namespace,
          },
          options,
        ),
        undefined,
      ),
    ],
  );
  if (!statefulSet) {
    throw new NotFoundError(
      `There is no Vault release ${release} in namespace ${namespace} of EKS cluster ${ref.cluster}`,
    );
  }
  const zones = nodes.flatMap(({ metadata }) => {
    const zone = metadata?.labels?.[ZONE];
    return metadata?.name && zone ? [[metadata.name, zone] as const] : [];
  });
  return { statefulSet, claims, releaseSecret, config, zones: new Map(zones) };
}
