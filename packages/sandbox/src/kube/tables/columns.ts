import type { KubeObject } from '../../kubelet/PodHost';
import {
  at,
  listOf,
  numberOf,
  objectOf,
  objectsOf,
  stringMapOf,
  stringsOf,
  textOf,
} from '../api/json';
import { ageOf } from './duration';
import {
  podReady,
  podRestarts,
  podStatus,
  serviceAddress,
  servicePorts,
} from './cells';

/** One column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type?: 'integer' | 'string';
  /** Shown only by `-o wide`. */
  readonly wide?: boolean;
  readonly cell: (object: KubeObject) => unknown;
}

function column(name: string, ...path: readonly string[]): Column {
  return { name, cell: object => textOf(at(object, ...path)) ?? '<none>' };
}

function count(name: string, ...path: readonly string[]): Column {
  return {
    name,
    type: 'integer',
    cell: object => numberOf(at(object, ...path)) ?? 0,
  };
}

function computed(name: string, cell: (object: KubeObject) => unknown): Column {
  return { name, cell };
}

function wide(base: Column): Column {
  return { ...base, wide: true };
}

const NAME: Column = { name: 'Name', cell: object => object.metadata.name };
const AGE = computed('Age', object => ageOf(object.metadata.creationTimestamp));

function joined(values: readonly unknown[]): string {
  return values.length > 0 ? values.join(',') : '<none>';
}

function containerColumns(...path: readonly string[]): Column[] {
  const containers = (object: KubeObject) => objectsOf(at(object, ...path));
  return [
    wide(computed('Containers', o => joined(containers(o).map(c => c.name)))),
    wide(computed('Images', o => joined(containers(o).map(c => c.image)))),
  ];
}

function selectorText(object: KubeObject): string {
  const labels = stringMapOf(at(object, 'spec', 'selector', 'matchLabels'));
  return joined(Object.entries(labels).map(([k, v]) => `${k}=${v}`));
}

function outOf(ready: readonly string[], wanted: readonly string[]): Column {
  return computed(
    'Ready',
    object =>
      `${numberOf(at(object, ...ready)) ?? 0}/${
        numberOf(at(object, ...wanted)) ?? 0
      }`,
  );
}

const TEMPLATE_CONTAINERS = ['spec', 'template', 'spec', 'containers'];

function subjectText(kind: string) {
  return (object: KubeObject) =>
    objectsOf(object.subjects)
      .filter(subject => subject.kind === kind)
      .map(subject =>
        subject.namespace
          ? `${subject.namespace}/${subject.name}`
          : subject.name,
      )
      .join(', ');
}

const BINDING: Column[] = [
  NAME,
  computed(
    'Role',
    object =>
      `${at(object, 'roleRef', 'kind')}/${at(object, 'roleRef', 'name')}`,
  ),
  AGE,
  wide(computed('Users', subjectText('User'))),
  wide(computed('Groups', subjectText('Group'))),
  wide(computed('ServiceAccounts', subjectText('ServiceAccount'))),
];

function nodeRoles(): string {
  return '<none>';
}

function nodeStatus(object: KubeObject): string {
  const ready = objectsOf(at(object, 'status', 'conditions')).find(
    condition => condition.type === 'Ready',
  );
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
}

function certificateCondition(object: KubeObject): string {
  const types = objectsOf(at(object, 'status', 'conditions')).map(
    condition => condition.type,
  );
  const issued = at(object, 'status', 'certificate') ? ['Issued'] : [];
  return types.length === 0 ? 'Pending' : [...types, ...issued].join(',');
}

function claimStatus(object: KubeObject): unknown {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  return at(object, 'status', 'phase');
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(...path: readonly string[]) {
  return (object: KubeObject) =>
    stringsOf(at(object, ...path))
      .map(mode => MODES[mode] ?? mode)
      .join(',');
}

const WEBHOOKS: Column[] = [
  NAME,
  {
    name: 'Webhooks',
    type: 'integer',
    cell: object => listOf(object.webhooks).length,
  },
  AGE,
];

const DATA_COUNT: Column = {
  name: 'Data',
  cell: object =>
    Object.keys({ ...objectOf(object.data), ...objectOf(object.binaryData) })
      .length,
};

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  pods: [
    NAME,
    computed('Ready', podReady),
    computed('Status', podStatus),
    computed('Restarts', podRestarts),
    AGE,
    wide(column('IP', 'status', 'podIP')),
    wide(column('Node', 'spec', 'nodeName')),
    wide(column('Nominated Node', 'status', 'nominatedNodeName')),
    wide(computed('Readiness Gates', () => '<none>')),
  ],
  services: [
    NAME,
    column('Type', 'spec', 'type'),
    column('Cluster-IP', 'spec', 'clusterIP'),
    computed('External-IP', serviceAddress),
    computed('Port(s)', servicePorts),
    AGE,
    wide(
      computed('Selector', object =>
        joined(
          Object.entries(stringMapOf(at(object, 'spec', 'selector'))).map(
            ([key, value]) => `${key}=${value}`,
          ),
        ),
      ),
    ),
  ],
  statefulsets: [
    NAME,
    outOf(['status', 'readyReplicas'], ['spec', 'replicas']),
    AGE,
    ...containerColumns(...TEMPLATE_CONTAINERS),
  ],
  deployments: [
    NAME,
    outOf(['status', 'readyReplicas'], ['spec', 'replicas']),
    count('Up-to-date', 'status', 'updatedReplicas'),
    count('Available', 'status', 'availableReplicas'),
    AGE,
    ...containerColumns(...TEMPLATE_CONTAINERS),
    wide(computed('Selector', selectorText)),
  ],
  replicasets: [
    NAME,
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    AGE,
    ...containerColumns(...TEMPLATE_CONTAINERS),
    wide(computed('Selector', selectorText)),
  ],
  daemonsets: [
    NAME,
    count('Desired', 'status', 'desiredNumberScheduled'),
    count('Current', 'status', 'currentNumberScheduled'),
    count('Ready', 'status', 'numberReady'),
    count('Up-to-date', 'status', 'updatedNumberScheduled'),
    count('Available', 'status', 'numberAvailable'),
    AGE,
  ],
  nodes: [
    NAME,
    computed('Status', nodeStatus),
    computed('Roles', nodeRoles),
    AGE,
    column('Version', 'status', 'nodeInfo', 'kubeletVersion'),
    wide(
      computed(
        'Internal-IP',
        object =>
          objectsOf(at(object, 'status', 'addresses')).find(
            address => address.type === 'InternalIP',
          )?.address,
      ),
    ),
    wide(column('OS-Image', 'status', 'nodeInfo', 'osImage')),
  ],
  namespaces: [NAME, column('Status', 'status', 'phase'), AGE],
  secrets: [NAME, column('Type', 'type'), DATA_COUNT, AGE],
  configmaps: [NAME, DATA_COUNT, AGE],
  serviceaccounts: [
    NAME,
    {
      name: 'Secrets',
      type: 'integer',
      cell: object => listOf(object.secrets).length,
    },
    AGE,
  ],
  events: [
    computed('Last Seen', object => ageOf(object.lastTimestamp)),
    column('Type', 'type'),
    column('Reason', 'reason'),
    computed(
      'Object',
      object =>
        `${String(at(object, 'involvedObject', 'kind')).toLocaleLowerCase(
          'en-US',
        )}/${at(object, 'involvedObject', 'name')}`,
    ),
    column('Message', 'message'),
  ],
  persistentvolumeclaims: [
    NAME,
    computed('Status', claimStatus),
    computed('Volume', object => at(object, 'spec', 'volumeName') ?? ''),
    computed(
      'Capacity',
      object => at(object, 'status', 'capacity', 'storage') ?? '',
    ),
    computed('Access Modes', accessModes('status', 'accessModes')),
    computed(
      'StorageClass',
      object => at(object, 'spec', 'storageClassName') ?? '',
    ),
    computed('VolumeAttributesClass', () => '<unset>'),
    AGE,
    wide(column('VolumeMode', 'spec', 'volumeMode')),
  ],
  persistentvolumes: [
    NAME,
    column('Capacity', 'spec', 'capacity', 'storage'),
    computed('Access Modes', accessModes('spec', 'accessModes')),
    column('Reclaim Policy', 'spec', 'persistentVolumeReclaimPolicy'),
    column('Status', 'status', 'phase'),
    computed(
      'Claim',
      object =>
        `${at(object, 'spec', 'claimRef', 'namespace')}/${at(
          object,
          'spec',
          'claimRef',
          'name',
        )}`,
    ),
    column('StorageClass', 'spec', 'storageClassName'),
    AGE,
  ],
  storageclasses: [
    computed('Name', object =>
      object.metadata.annotations?.[
        'storageclass.kubernetes.io/is-default-class'
      ] === 'true'
        ? `${object.metadata.name} (default)`
        : object.metadata.name,
    ),
    column('Provisioner', 'provisioner'),
    column('ReclaimPolicy', 'reclaimPolicy'),
    column('VolumeBindingMode', 'volumeBindingMode'),
    computed(
      'AllowVolumeExpansion',
      object => object.allowVolumeExpansion === true,
    ),
    AGE,
  ],
  certificatesigningrequests: [
    NAME,
    AGE,
    column('SignerName', 'spec', 'signerName'),
    column('Requestor', 'spec', 'username'),
    computed('RequestedDuration', object => {
      const seconds = numberOf(at(object, 'spec', 'expirationSeconds'));
      return seconds === undefined
        ? '<none>'
        : ageOf(new Date(Date.now() - seconds * 1000).toISOString());
    }),
    computed('Condition', certificateCondition),
  ],
  endpoints: [
    NAME,
    computed('Endpoints', object =>
      joined(
        objectsOf(object.subsets).flatMap(subset =>
          objectsOf(subset.addresses).flatMap(address =>
            objectsOf(subset.ports).map(port => `${address.ip}:${port.port}`),
          ),
        ),
      ),
    ),
    AGE,
  ],
  endpointslices: [
    NAME,
    column('AddressType', 'addressType'),
    computed('Ports', object =>
      joined(objectsOf(object.ports).map(port => port.port)),
    ),
    computed('Endpoints', object =>
      joined(
        objectsOf(object.endpoints).flatMap(endpoint =>
          stringsOf(endpoint.addresses),
        ),
      ),
    ),
    AGE,
  ],
  poddisruptionbudgets: [
    NAME,
    computed('Min Available', o => at(o, 'spec', 'minAvailable') ?? 'N/A'),
    computed('Max Unavailable', o => at(o, 'spec', 'maxUnavailable') ?? 'N/A'),
    count('Allowed Disruptions', 'status', 'disruptionsAllowed'),
    AGE,
  ],
  leases: [NAME, column('Holder', 'spec', 'holderIdentity'), AGE],
  rolebindings: BINDING,
  clusterrolebindings: BINDING,
  roles: [
    NAME,
    computed('Created At', object => object.metadata.creationTimestamp),
  ],
  clusterroles: [
    NAME,
    computed('Created At', object => object.metadata.creationTimestamp),
  ],
  mutatingwebhookconfigurations: WEBHOOKS,
  validatingwebhookconfigurations: WEBHOOKS,
};

/** The columns of `kubectl get` for a resource. */
export function columnsOf(plural: string): readonly Column[] {
  return COLUMNS[plural] ?? [NAME, AGE];
}
