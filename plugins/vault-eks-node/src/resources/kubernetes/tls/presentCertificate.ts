import { ConflictError, NotFoundError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { listVaultPods } from '../../../connections/vault';
import type { ManagedResource } from '../../../engine/ManagedResource';
import { mountsSecret } from './podSecrets';
import { secretRef } from './secretMaterial';

const SAME_INPUTS = 'Give the inputs of the deploy, tls above all';

/**
 * The certificate that Vault serves now. Looking at it refuses a renewal of what is not there, or of what no pod serves: the
 * secret of a former signer stays when another is chosen.
 */
export function presentCertificate(options: {
  readonly spec: Pick<VaultClusterSpec, 'namespace' | 'release' | 'tls'>;
  readonly secretName: string;
  readonly kubernetes: KubernetesConnection;
}): ManagedResource<V1Secret, undefined> {
  const { spec, secretName, kubernetes } = options;
  const { namespace, release, tls } = spec;
  const title = `${namespace}/${secretName}`;
  return {
    title: `Present certificate in secret ${title}`,
    async observe(ctx) {
      const [secret, pods] = await Promise.all([
        kubernetes.get<V1Secret>(secretRef(namespace, secretName), ctx),
        listVaultPods(kubernetes, spec, ctx),
      ]);
      if (!secret) {
        throw new NotFoundError(
          `There is no secret ${title}, so there is nothing to renew for signer ${tls.signer}. ${SAME_INPUTS}, or issue a first certificate by vault-eks:tls:issue`,
        );
      }
      if (
        pods.length > 0 &&
        pods.every(pod => !mountsSecret(pod, secretName))
      ) {
        throw new ConflictError(
          `No pod of Vault ${namespace}/${release} serves from secret ${title}, which is that of signer ${tls.signer}. ${SAME_INPUTS}; when the signer is to change, run the deploy`,
        );
      }
      return secret;
    },
    diff: () => [],
    create: async () => undefined,
    update: async () => undefined,
    delete: async () => undefined,
    output: () => undefined,
  };
}
