import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { listVaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { isSignedByItsCa } from './inspectCertificate';
import { entriesOf, materialOf, secretRef } from './secretMaterial';

/** Whether a pod was made to serve from a secret; one that was made before the spec chose another has to be replaced. */
export const mountsSecret = (pod: V1Pod, secretName: string) =>
  pod.spec?.volumes?.some(v => v.secret?.secretName === secretName) === true;

interface ServingSecret {
  readonly namespace: string;
  readonly release: string;
  readonly secretName: string;
}

async function podsElsewhere(
  kubernetes: KubernetesConnection,
  vault: ServingSecret,
  ctx: OperationContext,
): Promise<readonly V1Pod[]> {
  const pods = await listVaultPods(kubernetes, vault, ctx);
  return pods.filter(pod => !mountsSecret(pod, vault.secretName));
}

/** The pods of a Vault that serve from another secret than this one: until they are replaced, its CA verifies them not. */
export async function podsOfOtherSecrets(
  kubernetes: KubernetesConnection,
  vault: ServingSecret,
  ctx: OperationContext,
): Promise<readonly string[]> {
  const pods = await podsElsewhere(kubernetes, vault, ctx);
  return pods.map(({ metadata }) => metadata?.name ?? '');
}

/**
 * The CAs, as PEM, that signed what those pods serve: that in their own secret, or that of the EKS cluster, whichever its
 * certificate chains to. Empty when there is no such pod, or neither signed.
 */
export async function caOfOtherSecrets(
  kubernetes: KubernetesConnection,
  vault: ServingSecret,
  ctx: OperationContext,
): Promise<string> {
  const pods = await podsElsewhere(kubernetes, vault, ctx);
  const names = pods
    .flatMap(({ spec }) => spec?.volumes ?? [])
    .flatMap(({ secret }) => secret?.secretName ?? []);
  const found = await Promise.all(
    [...new Set(names)].map(async name => {
      const secret = await kubernetes.get<V1Secret>(
        secretRef(vault.namespace, name),
        ctx,
      );
      const entries = secret && entriesOf(secret);
      if (!entries) {
        return [];
      }
      const { certificatePem, caPem } = materialOf(secret, entries);
      return [caPem, kubernetes.caPem]
        .filter(pem => isSignedByItsCa({ certificatePem, caPem: pem }))
        .slice(0, 1);
    }),
  );
  return found.flat().join('\n');
}
