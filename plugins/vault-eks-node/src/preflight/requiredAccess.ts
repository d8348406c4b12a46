import type { V1ResourceAttributes } from '@kubernetes/client-node';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';

/** The signer that EKS has for server certificates. */
const SIGNER = 'beta.eks.amazonaws.com/app-serving';

interface Rule {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly name?: string;
  readonly subresource?: string;
}

const MANAGE = ['get', 'list', 'create', 'patch', 'delete'];

/** What our own calls and the chart need across the cluster. */
const CLUSTER_RULES: readonly Rule[] = [
  { group: '', resource: 'namespaces', verbs: ['get', 'create', 'patch'] },
  { group: '', resource: 'nodes', verbs: ['list'] },
  {
    group: 'storage.k8s.io',
    resource: 'storageclasses',
    verbs: ['get', 'create', 'patch'],
  },
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    verbs: ['get', 'create', 'delete'],
  },
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    subresource: 'approval',
    verbs: ['update'],
  },
  {
    group: 'certificates.k8s.io',
    resource: 'signers',
    name: SIGNER,
    verbs: ['approve'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: MANAGE,
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterrolebindings',
    verbs: MANAGE,
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    verbs: MANAGE,
  },
];

/** What they need in Vault's namespace. */
const NAMESPACE_RULES: readonly Rule[] = [
  ...['secrets', 'configmaps', 'services', 'serviceaccounts'].map(resource => ({
    group: '',
    resource,
    verbs: MANAGE,
  })),
  { group: '', resource: 'pods', verbs: ['get', 'list', 'delete'] },
  {
    group: '',
    resource: 'pods',
    subresource: 'portforward',
    verbs: ['create'],
  },
  { group: '', resource: 'pods', subresource: 'log', verbs: ['get'] },
  {
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    verbs: ['create'],
  },
  { group: 'apps', resource: 'statefulsets', verbs: MANAGE },
  { group: 'apps', resource: 'deployments', verbs: MANAGE },
  { group: 'policy', resource: 'poddisruptionbudgets', verbs: MANAGE },
  { group: 'rbac.authorization.k8s.io', resource: 'roles', verbs: MANAGE },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'rolebindings',
    verbs: MANAGE,
  },
];

const expand = (rules: readonly Rule[], namespace?: string) =>
  rules.flatMap(({ verbs, ...rest }) =>
    verbs.map(verb => ({ ...rest, verb, namespace })),
  );

/** Every right that a deploy uses, as SelfSubjectAccessReview asks for it. */
export function requiredAccess(
  spec: Pick<VaultClusterSpec, 'namespace'>,
): readonly V1ResourceAttributes[] {
  return [...expand(CLUSTER_RULES), ...expand(NAMESPACE_RULES, spec.namespace)];
}
