import type { KubernetesObject } from '@kubernetes/client-node';
import type { PreflightCheck } from '../PreflightCheck';

const RELEASE = 'meta.helm.sh/release-name';
const NAMESPACE = 'meta.helm.sh/release-namespace';

/** The chart's cluster-wide objects are free, or belong to this release: Helm refuses to take them from another. */
export const foreignRelease: PreflightCheck = {
  subject: 'the objects of other releases',
  asks: 'kubernetes',
  async run({ spec, names, kubernetes, signal }) {
    const found = await Promise.all(
      [
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          name: `${names.fullname}-server-binding`,
        },
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'MutatingWebhookConfiguration',
          name: `${names.fullname}-agent-injector-cfg`,
        },
      ].map(ref => kubernetes.get<KubernetesObject>(ref, { signal })),
    );
    const others = found.flatMap(object => {
      const annotations = object?.metadata?.annotations ?? {};
      const release = annotations[RELEASE];
      const namespace = annotations[NAMESPACE];
      return !object ||
        (release === spec.release && namespace === spec.namespace)
        ? []
        : `${object.kind} ${object.metadata?.name} of ${
            release ? `release ${namespace}/${release}` : 'no Helm release'
          }`;
    });
    return others.length === 0
      ? []
      : [
          {
            id: 'release-name-taken',
            severity: 'error',
            what: `The name ${names.fullname} is in use: ${others.join(', ')}.`,
            why: 'These objects are cluster-wide, and Helm does not take them from another release.',
            fix: 'Choose another `release`.',
          },
        ];
  },
};
