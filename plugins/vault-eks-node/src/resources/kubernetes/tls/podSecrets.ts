import type { V1Pod } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { listVaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';

/** Whether a pod was made to serve from a secret; one that was made before the spec chose another has to be replaced. */
export const mountsSecret = (pod: V1Pod, secretName: string) =>
  pod.spec?.volumes?.some(v => v.secret?.secretName === secretName) === true;

/** The pods of a Vault that serve from another secret than this one: until they are replaced, its CA verifies them not. */
export async function podsOfOtherSecrets(
  kubernetes: KubernetesConnection,
  vault: {
    readonly namespace: string;
    readonly release: string;
    readonly secretName: string;
  },
  ctx: OperationContext,
): Promise<readonly string[]> {
  const pods = await listVaultPods(kubernetes, vault, ctx);
  return pods
    .filter(pod => !mountsSecret(pod, vault.secretName))
    .map(({ metadata }) => metadata?.name ?? '');
}
