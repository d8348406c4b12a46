import type { ClusterAddon } from '../../world';

/** A kind of object that the API server serves. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Subresource name to the kind it speaks. */
  readonly subresources: Readonly<Record<string, string>>;
  /** Answered at once and never stored, such as a TokenReview. */
  readonly review: boolean;
  /** Served only where this is installed. */
  readonly addon?: ClusterAddon;
}

interface Options {
  readonly short?: readonly string[];
  readonly all?: boolean;
  readonly sub?: Readonly<Record<string, string>>;
  readonly clusterWide?: boolean;
  readonly review?: boolean;
  readonly addon?: ClusterAddon;
}

function inGroup(group: string, version = 'v1') {
  return (
    plural: string,
    kind: string,
    {
      addon,
      short = [],
      all = false,
      sub = {},
      clusterWide,
      review,
    }: Options = {},
  ): ResourceType => ({
    group,
    version,
    plural,
    singular: kind.toLocaleLowerCase('en-US'),
    kind,
    namespaced: !clusterWide,
    shortNames: short,
    categories: all ? ['all'] : [],
    subresources: sub,
    review: review ?? false,
    ...(addon && { addon }),
  });
}

const core = inGroup('');
const apps = inGroup('apps');
const batch = inGroup('batch');
const rbac = inGroup('rbac.authorization.k8s.io');
const storage = inGroup('storage.k8s.io');
const authorization = inGroup('authorization.k8s.io');
const authentication = inGroup('authentication.k8s.io');
const admission = inGroup('admissionregistration.k8s.io');
const certManager = inGroup('cert-manager.io');
const ofCertManager = { addon: 'cert-manager' } as const;

function statusOf(kind: string) {
  return { status: kind };
}

function scalable(kind: string) {
  return { status: kind, scale: 'Scale' };
}

const clusterWide = true;
const review = true;

/** Every kind that is served, in the order of discovery. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  core('configmaps', 'ConfigMap', { short: ['cm'] }),
  core('endpoints', 'Endpoints', { short: ['ep'] }),
  core('events', 'Event', { short: ['ev'] }),
  core('limitranges', 'LimitRange', { short: ['limits'] }),
  core('namespaces', 'Namespace', {
    short: ['ns'],
    clusterWide,
    sub: { status: 'Namespace', finalize: 'Namespace' },
  }),
  core('nodes', 'Node', { short: ['no'], clusterWide, sub: statusOf('Node') }),
  core('persistentvolumeclaims', 'PersistentVolumeClaim', {
    short: ['pvc'],
    sub: statusOf('PersistentVolumeClaim'),
  }),
  core('persistentvolumes', 'PersistentVolume', {
    short: ['pv'],
    clusterWide,
    sub: statusOf('PersistentVolume'),
  }),
  core('pods', 'Pod', {
    short: ['po'],
    all: true,
    sub: {
      status: 'Pod',
      log: 'Pod',
      exec: 'PodExecOptions',
      portforward: 'PodPortForwardOptions',
      eviction: 'Eviction',
    },
  }),
  core('resourcequotas', 'ResourceQuota', {
    short: ['quota'],
    sub: statusOf('ResourceQuota'),
  }),
  core('secrets', 'Secret'),
  core('serviceaccounts', 'ServiceAccount', {
    short: ['sa'],
    sub: { token: 'TokenRequest' },
  }),
  core('services', 'Service', {
    short: ['svc'],
    all: true,
    sub: statusOf('Service'),
  }),
  apps('controllerrevisions', 'ControllerRevision'),
  apps('daemonsets', 'DaemonSet', {
    short: ['ds'],
    all: true,
    sub: statusOf('DaemonSet'),
  }),
  apps('deployments', 'Deployment', {
    short: ['deploy'],
    all: true,
    sub: scalable('Deployment'),
  }),
  apps('replicasets', 'ReplicaSet', {
    short: ['rs'],
    all: true,
    sub: scalable('ReplicaSet'),
  }),
  apps('statefulsets', 'StatefulSet', {
    short: ['sts'],
    all: true,
    sub: scalable('StatefulSet'),
  }),
  batch('cronjobs', 'CronJob', {
    short: ['cj'],
    all: true,
    sub: statusOf('CronJob'),
  }),
  batch('jobs', 'Job', { all: true, sub: statusOf('Job') }),
  admission('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
    clusterWide,
  }),
  admission(
    'validatingwebhookconfigurations',
    'ValidatingWebhookConfiguration',
    { clusterWide },
  ),
  inGroup('apiextensions.k8s.io')(
    'customresourcedefinitions',
    'CustomResourceDefinition',
    {
      short: ['crd', 'crds'],
      clusterWide,
      sub: statusOf('CustomResourceDefinition'),
    },
  ),
  inGroup('apiregistration.k8s.io')('apiservices', 'APIService', {
    clusterWide,
    sub: statusOf('APIService'),
  }),
  authentication('selfsubjectreviews', 'SelfSubjectReview', {
    clusterWide,
    review,
  }),
  authentication('tokenreviews', 'TokenReview', { clusterWide, review }),
  authorization('localsubjectaccessreviews', 'LocalSubjectAccessReview', {
    review,
  }),
  authorization('selfsubjectaccessreviews', 'SelfSubjectAccessReview', {
    clusterWide,
    review,
  }),
  authorization('selfsubjectrulesreviews', 'SelfSubjectRulesReview', {
    clusterWide,
    review,
  }),
  authorization('subjectaccessreviews', 'SubjectAccessReview', {
    clusterWide,
    review,
  }),
  inGroup('certificates.k8s.io')(
    'certificatesigningrequests',
    'CertificateSigningRequest',
    {
      short: ['csr'],
      clusterWide,
      sub: {
        status: 'CertificateSigningRequest',
        approval: 'CertificateSigningRequest',
      },
    },
  ),
  certManager('certificates', 'Certificate', {
    ...ofCertManager,
    short: ['cert', 'certs'],
    sub: statusOf('Certificate'),
  }),
  certManager('certificaterequests', 'CertificateRequest', {
    ...ofCertManager,
    short: ['cr', 'crs'],
    sub: statusOf('CertificateRequest'),
  }),
  certManager('issuers', 'Issuer', {
    ...ofCertManager,
    sub: statusOf('Issuer'),
  }),
  certManager('clusterissuers', 'ClusterIssuer', {
    ...ofCertManager,
    clusterWide,
    sub: statusOf('ClusterIssuer'),
  }),
  inGroup('coordination.k8s.io')('leases', 'Lease'),
  inGroup('discovery.k8s.io')('endpointslices', 'EndpointSlice'),
  inGroup('networking.k8s.io')('ingressclasses', 'IngressClass', {
    clusterWide,
  }),
  inGroup('networking.k8s.io')('ingresses', 'Ingress', {
    short: ['ing'],
    sub: statusOf('Ingress'),
  }),
  inGroup('networking.k8s.io')('networkpolicies', 'NetworkPolicy', {
    short: ['netpol'],
  }),
  inGroup('policy')('poddisruptionbudgets', 'PodDisruptionBudget', {
    short: ['pdb'],
    sub: statusOf('PodDisruptionBudget'),
  }),
  rbac('clusterrolebindings', 'ClusterRoleBinding', { clusterWide }),
  rbac('clusterroles', 'ClusterRole', { clusterWide }),
  rbac('rolebindings', 'RoleBinding'),
  rbac('roles', 'Role'),
  inGroup('scheduling.k8s.io')('priorityclasses', 'PriorityClass', {
    short: ['pc'],
    clusterWide,
  }),
  storage('csidrivers', 'CSIDriver', { clusterWide }),
  storage('csinodes', 'CSINode', { clusterWide }),
  storage('storageclasses', 'StorageClass', { short: ['sc'], clusterWide }),
  storage('volumeattachments', 'VolumeAttachment', {
    clusterWide,
    sub: statusOf('VolumeAttachment'),
  }),
];

const byName = new Map(
  RESOURCE_TYPES.map(type => [`${type.group}/${type.plural}`, type]),
);

/** The kind served under this group and plural. */
export function resourceType(
  group: string,
  plural: string,
): ResourceType | undefined {
  return byName.get(`${group}/${plural}`);
}

/** As {@link resourceType}, for a name that the code itself wrote. */
export function knownResource(group: string, plural: string): ResourceType {
  const type = resourceType(group, plural);
  if (!type) throw new Error(`No resource ${plural} in group "${group}"`);
  return type;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(
  type: Pick<ResourceType, 'group' | 'version'>,
): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** `pods` or `statefulsets.apps`, as messages name a resource. */
export function qualifiedName(
  type: Pick<ResourceType, 'group' | 'plural'>,
): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}

/** What a cluster serves beside what every one does. */
export type Addons = readonly ClusterAddon[];

/** Whether a cluster with these add-ons serves the kind. */
export function isServed(type: ResourceType, addons: Addons): boolean {
  return type.addon === undefined || addons.includes(type.addon);
}

/** Groups with their version, in the order of discovery. */
export function apiGroups(addons: Addons): ReadonlyArray<{
  readonly group: string;
  readonly version: string;
  readonly resources: readonly ResourceType[];
}> {
  const served = RESOURCE_TYPES.filter(type => isServed(type, addons));
  const names = [...new Set(served.map(type => type.group))];
  return names.map(group => {
    const resources = served.filter(type => type.group === group);
    return { group, version: resources[0].version, resources };
  });
}
