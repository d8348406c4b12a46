import {
  CA_ENTRY,
  caConfigMapName,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OperationContext } from '../../../../engine/ManagedResource';
import {
  CheckPodResult,
  checkPodTemplate,
  runCheckPod,
} from '../../../kubernetes/checkPod';
import type { VerificationOptions } from './Evidence';

const CA_FOLDER = '/vault-ca';

/** The addresses that clients inside the cluster use. */
export const serviceAddresses = (fullname: string, namespace: string) =>
  [`${fullname}-active`, fullname].map(
    service => `https://${service}.${namespace}.svc:8200`,
  );

/**
 * Asks Vault for its state from a pod of the namespace, by the names of its Services and with nothing but the published
 * CA: what any client in the cluster does. The pod has no token of any kind.
 */
export async function askFromInside(
  { spec, kubernetes, session }: VerificationOptions,
  ctx: OperationContext,
): Promise<CheckPodResult> {
  const { fullname, namespace } = session.pods;
  const template = await checkPodTemplate(
    kubernetes,
    { name: fullname, namespace },
    ctx,
  );
  const asks = serviceAddresses(fullname, namespace).map(
    address => `vault status -address=${address}`,
  );
  return await runCheckPod({
    ...{ kubernetes, template, signal: ctx.signal },
    check: {
      owner: spec,
      purpose: 'check-tls',
      command: ['/bin/sh', '-c', asks.join(' && ')],
      env: [{ name: 'VAULT_CACERT', value: `${CA_FOLDER}/${CA_ENTRY}` }],
      volumes: [
        { name: 'ca', configMap: { name: caConfigMapName(spec.release) } },
      ],
      mounts: [{ name: 'ca', mountPath: CA_FOLDER, readOnly: true }],
    },
  });
}
