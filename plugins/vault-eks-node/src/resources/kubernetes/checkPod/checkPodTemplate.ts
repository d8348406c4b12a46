import { NotFoundError } from '@backstage/errors';
import type { V1StatefulSet } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import type { CheckPodTemplate } from './CheckPod';

/**
 * Takes from Vault's StatefulSet what a check pod needs to start: an image that every node can pull and that has the
 * `vault` command, and the tolerations of the Vault pods.
 *
 * @throws NotFoundError when there is no such StatefulSet
 */
export async function checkPodTemplate(
  kubernetes: Pick<KubernetesConnection, 'get'>,
  ref: { readonly name: string; readonly namespace: string },
  call: CallOptions,
): Promise<CheckPodTemplate> {
  const found = await kubernetes.get<V1StatefulSet>(
    { apiVersion: 'apps/v1', kind: 'StatefulSet', ...ref },
    call,
  );
  const spec = found?.spec?.template.spec;
  const image = spec?.containers.find(({ name }) => name === 'vault')?.image;
  if (!spec || !image) {
    throw new NotFoundError(
      `StatefulSet ${ref.namespace}/${ref.name} has no container named vault`,
    );
  }
  const { imagePullSecrets, nodeSelector, tolerations } = spec;
  return { image, imagePullSecrets, nodeSelector, tolerations };
}
