import type { V1ResourceAttributes } from '@kubernetes/client-node';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Rule } from './Rule';
import { tlsClusterRules, tlsNamespaceRules } from './tlsAccess';

/** What helm and server-side apply do with an object. */
const MANAGE = ['get', 'list', 'create', 'patch', 'delete'];

/** What our own calls and the chart need across the cluster. */
const CLUSTER_RULES: readonly Rule[] = [
  {
    group: '',
    resource: 'namespaces',
    verbs: ['get', 'create', 'patch', 'delete'],
  },
  { group: '', resource: 'nodes', verbs: ['get', 'list'] },
  {
    group: 'storage.k8s.io',
    resource: 'storageclasses',
    verbs: ['get', 'create', 'patch', 'delete'],
  },
  { group: 'storage.k8s.io', resource: 'csidrivers', verbs: ['get'] },
  { group: '', resource: 'persistentvolumes', verbs: ['get'] },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: MANAGE,
  },
  // Vault reviews the tokens of those who log in; to give it that, one must be allowed to bind the role.
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    name: 'system:auth-delegator',
    verbs: ['bind'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterrolebindings',
    verbs: MANAGE,
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    verbs: [...MANAGE, 'watch'],
  },
];

/** What they need in Vault's namespace, including what the chart's own roles give away: none may give what it lacks. */
const NAMESPACE_RULES: readonly Rule[] = [
  ...['secrets', 'configmaps'].map(resource => ({
    group: '',
    resource,
    verbs: [...MANAGE, 'watch', 'update'],
  })),
  ...['services', 'serviceaccounts'].map(resource => ({
    group: '',
    resource,
    verbs: MANAGE,
  })),
  {
    group: '',
    resource: 'pods',
    // The ones that are made are short-lived: they see Vault from inside the cluster.
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  // A WebSocket starts as a GET; newer API servers also want the right to create.
  ...['portforward', 'exec'].map(subresource => ({
    group: '',
    resource: 'pods',
    subresource,
    verbs: ['get', 'create'],
  })),
  { group: '', resource: 'pods', subresource: 'log', verbs: ['get'] },
  { group: '', resource: 'persistentvolumeclaims', verbs: ['list'] },
  { group: '', resource: 'events', verbs: ['list'] },
  {
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    verbs: ['create'],
  },
  { group: 'apps', resource: 'statefulsets', verbs: MANAGE },
  { group: 'apps', resource: 'deployments', verbs: MANAGE },
  { group: 'policy', resource: 'poddisruptionbudgets', verbs: MANAGE },
  { group: 'networking.k8s.io', resource: 'networkpolicies', verbs: MANAGE },
  { group: 'discovery.k8s.io', resource: 'endpointslices', verbs: ['list'] },
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
  spec: Pick<VaultClusterSpec, 'namespace' | 'tls'>,
): readonly V1ResourceAttributes[] {
  const { namespace, tls } = spec;
  return [
    ...expand([...CLUSTER_RULES, ...tlsClusterRules(tls)]),
    ...expand([...NAMESPACE_RULES, ...tlsNamespaceRules(tls)], namespace),
  ];
}
