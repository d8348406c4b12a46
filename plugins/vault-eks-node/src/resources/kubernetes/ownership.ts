import type { KubernetesObject, V1ObjectMeta } from '@kubernetes/client-node';
import {
  OWNERSHIP_TAG,
  ownershipValue,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** The part of the spec that says whose a thing is. */
export type Owner = Pick<VaultClusterSpec, 'cluster' | 'namespace' | 'release'>;

const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** What every object that we make bears. The owner goes into an annotation: a label cannot hold its slashes. */
export function ownershipMarks(
  owner: Owner,
): Pick<V1ObjectMeta, 'labels' | 'annotations'> {
  return {
    labels: { [MANAGED_BY]: 'vault-eks' },
    annotations: { [OWNERSHIP_TAG]: ownershipValue(owner) },
  };
}

/** Whether this very Vault owns the object. */
export function isOurs(
  object: KubernetesObject | undefined,
  owner: Owner,
): boolean {
  return ownerOf(object) === ownershipValue(owner);
}

/** Which Vault owns the object, if any of ours does. */
export function ownerOf(
  object: KubernetesObject | undefined,
): string | undefined {
  return object?.metadata?.annotations?.[OWNERSHIP_TAG];
}
