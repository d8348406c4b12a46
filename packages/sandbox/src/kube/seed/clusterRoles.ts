import type { KubeObject } from '../../kubelet/PodHost';
import type { JsonObject } from '../api/json';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const CORE_VIEW = [
  'configmaps',
  'endpoints',
  'persistentvolumeclaims',
  'persistentvolumeclaims/status',
  'pods',
  'pods/log',
  'pods/status',
  'serviceaccounts',
  'services',
  'services/status',
  'events',
  'limitranges',
  'namespaces',
  'namespaces/status',
  'resourcequotas',
  'resourcequotas/status',
];
const APPS = [
  'controllerrevisions',
  'daemonsets',
  'daemonsets/status',
  'deployments',
  'deployments/scale',
  'deployments/status',
  'replicasets',
  'replicasets/scale',
  'replicasets/status',
  'statefulsets',
  'statefulsets/scale',
  'statefulsets/status',
];

function rule(
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
): JsonObject {
  return { apiGroups, resources, verbs };
}

const VIEW = [
  rule([''], CORE_VIEW, READ),
  rule(['apps'], APPS, READ),
  rule(['batch'], ['cronjobs', 'jobs'], READ),
  rule(['policy'], ['poddisruptionbudgets'], READ),
  rule(['networking.k8s.io'], ['ingresses', 'networkpolicies'], READ),
  rule(['discovery.k8s.io'], ['endpointslices'], READ),
];

const EDIT = [
  ...VIEW,
  rule(
    [''],
    [
      'pods/attach',
      'pods/exec',
      'pods/portforward',
      'pods/proxy',
      'secrets',
      'services/proxy',
    ],
    READ,
  ),
  rule([''], ['serviceaccounts'], ['impersonate']),
  rule(
    [''],
    [
      'pods',
      'pods/attach',
      'pods/exec',
      'pods/portforward',
      'pods/proxy',
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'secrets',
      'serviceaccounts',
      'services',
      'services/proxy',
    ],
    WRITE,
  ),
  rule([''], ['pods/eviction', 'serviceaccounts/token'], ['create']),
  rule(
    ['apps'],
    APPS.filter(name => !name.endsWith('/status')),
    WRITE,
  ),
  rule(['batch'], ['cronjobs', 'jobs'], WRITE),
  rule(['policy'], ['poddisruptionbudgets'], WRITE),
  rule(['networking.k8s.io'], ['ingresses', 'networkpolicies'], WRITE),
  rule(['coordination.k8s.io'], ['leases'], [...READ, ...WRITE]),
];

const ADMIN = [
  ...EDIT,
  rule(['authorization.k8s.io'], ['localsubjectaccessreviews'], ['create']),
  rule([RBAC], ['rolebindings', 'roles'], [...READ, ...WRITE]),
];

const DISCOVERY_PATHS = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];

const ROLES: Readonly<Record<string, readonly JsonObject[]>> = {
  'cluster-admin': [
    rule(['*'], ['*'], ['*']),
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ],
  admin: ADMIN,
  edit: EDIT,
  view: VIEW,
  'system:auth-delegator': [
    rule(['authentication.k8s.io'], ['tokenreviews'], ['create']),
    rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create']),
  ],
  'system:discovery': [{ nonResourceURLs: DISCOVERY_PATHS, verbs: ['get'] }],
  'system:public-info-viewer': [
    {
      nonResourceURLs: [
        '/healthz',
        '/livez',
        '/readyz',
        '/version',
        '/version/',
      ],
      verbs: ['get'],
    },
  ],
  'system:basic-user': [
    rule(
      ['authorization.k8s.io'],
      ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      ['create'],
    ),
    rule(['authentication.k8s.io'], ['selfsubjectreviews'], ['create']),
  ],
  'system:service-account-issuer-discovery': [
    {
      nonResourceURLs: [
        '/.well-known/openid-configuration',
        '/.well-known/openid-configuration/',
        '/openid/v1/jwks',
        '/openid/v1/jwks/',
      ],
      verbs: ['get'],
    },
  ],
};

const BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:discovery': ['system:authenticated'],
  'system:basic-user': ['system:authenticated'],
  'system:public-info-viewer': [
    'system:authenticated',
    'system:unauthenticated',
  ],
  'system:service-account-issuer-discovery': ['system:serviceaccounts'],
};

const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** The cluster roles that every cluster starts with. */
export function defaultClusterRoles(): KubeObject[] {
  return Object.entries(ROLES).map(([name, rules]) => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules,
  }));
}

/** The bindings that every cluster starts with. */
export function defaultClusterRoleBindings(): KubeObject[] {
  return Object.entries(BINDINGS).map(([name, groups]) => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: groups.map(group => ({
      apiGroup: RBAC,
      kind: 'Group',
      name: group,
    })),
  }));
}
