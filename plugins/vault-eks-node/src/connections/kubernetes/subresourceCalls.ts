import { NotFoundError } from '@backstage/errors';
import type { Configuration } from '@kubernetes/client-node';
import type { CallOptions, KubernetesConnection } from './KubernetesConnection';
import { FIELD_MANAGER } from './objectCalls';

type ClientModule = typeof import('@kubernetes/client-node');

/** The calls that have a shape of their own. */
export function subresourceCalls(
  client: ClientModule,
  configuration: (call: CallOptions) => Configuration,
): Pick<
  KubernetesConnection,
  'version' | 'approve' | 'patchStatus' | 'serviceAccountToken' | 'can'
> {
  return {
    async version(call) {
      const api = new client.VersionApi(configuration(call));
      return (await api.getCode()).gitVersion;
    },
    async approve(csr, call) {
      const api = new client.CertificatesV1Api(configuration(call));
      await api.replaceCertificateSigningRequestApproval({
        name: csr.metadata?.name ?? '',
        fieldManager: FIELD_MANAGER,
        body: {
          ...csr,
          status: {
            ...csr.status,
            conditions: [
              ...(csr.status?.conditions ?? []),
              {
                type: 'Approved',
                status: 'True',
                reason: 'VaultEks',
                message: 'Approved by the run that made this very request',
              },
            ],
          },
        },
      });
    },
    async patchStatus(patch, call) {
      const api = new client.CustomObjectsApi(configuration(call));
      const [group, version] = patch.apiVersion.split('/');
      const { plural, name, namespace = '', resourceVersion, status } = patch;
      await api.patchNamespacedCustomObjectStatus(
        {
          ...{ group, version, namespace, plural, name },
          fieldManager: FIELD_MANAGER,
          body: { metadata: { resourceVersion }, status },
        },
        client.setHeaderOptions(
          'Content-Type',
          client.PatchStrategy.MergePatch,
        ),
      );
    },
    async serviceAccountToken(wanted, call) {
      const api = new client.CoreV1Api(configuration(call));
      const answer = await api.createNamespacedServiceAccountToken({
        name: wanted.serviceAccount,
        namespace: wanted.namespace,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {
            audiences: [wanted.audience],
            expirationSeconds: wanted.expirationSeconds,
          },
        },
      });
      if (!answer.status?.token) {
        throw new NotFoundError(
          `Kubernetes gave no token for service account ${wanted.namespace}/${wanted.serviceAccount}`,
        );
      }
      return answer.status.token;
    },
    async can(resourceAttributes, call) {
      const api = new client.AuthorizationV1Api(configuration(call));
      const review = await api.createSelfSubjectAccessReview({
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes },
        },
      });
      return review.status?.allowed === true;
    },
  };
}
