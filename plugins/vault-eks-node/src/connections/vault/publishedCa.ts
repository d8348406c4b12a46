import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { V1ConfigMap } from '@kubernetes/client-node';
import {
  CA_ENTRY,
  caConfigMapName,
  OWNERSHIP_TAG,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { CallOptions, KubernetesConnection } from '../kubernetes';

/** Looks up what Vault is verified with. */
export type ReadCa = (options: CallOptions) => Promise<string>;

/**
 * The CA that a deploy published for one Vault. Where none is published, or its ConfigMap may not be read, it is the CA
 * of the EKS cluster, which signs for Vault by default. Callers that ask at the same time share one request.
 */
export function createReadCa(options: {
  readonly kubernetes: Pick<KubernetesConnection, 'get' | 'caPem'>;
  readonly namespace: string;
  readonly release: string;
}): ReadCa {
  const { kubernetes, namespace, release } = options;
  const name = caConfigMapName(release);
  let asking: Promise<string> | undefined;

  const ask = async (call: CallOptions): Promise<string> => {
    const map = await kubernetes
      .get<V1ConfigMap>(
        { apiVersion: 'v1', kind: 'ConfigMap', name, namespace },
        call,
      )
      .catch(error => {
        if (error instanceof NotAllowedError) {
          return undefined;
        }
        throw error;
      });
    const owner = map?.metadata?.annotations?.[OWNERSHIP_TAG];
    if (!owner?.endsWith(`/${namespace}/${release}`)) {
      return kubernetes.caPem;
    }
    const pem = map?.data?.[CA_ENTRY] ?? '';
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
      throw new ServiceUnavailableError(
        `ConfigMap ${namespace}/${name} holds no CA certificate in ${CA_ENTRY}, so Vault cannot be verified; run the deploy again, which writes it`,
      );
    }
    return pem;
  };

  return async call => {
    if (asking) {
      const shared = await asking.catch(() => undefined);
      if (shared !== undefined) {
        return shared;
      }
      // Who asked first may have been called off; that is not the answer to this call.
      return await ask(call);
    }
    asking = ask(call).finally(() => {
      asking = undefined;
    });
    return await asking;
  };
}
