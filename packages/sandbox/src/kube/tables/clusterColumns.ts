import type { KubeObject } from '../../kubelet/PodHost';
import { at, listOf, objectOf, objectsOf } from '../api/json';
import {
  NAME,
  AGE,
  type Column,
  column,
  computed,
  wide,
  type Columns,
} from './column';
import { ageOf } from './duration';

function nodeRoles(): string {
  return '<none>';
}

function nodeStatus(object: KubeObject): string {
  const ready = objectsOf(at(object, 'status', 'conditions')).find(
    condition => condition.type === 'Ready',
  );
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
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

/** The cluster itself, and what is configured in it. */
export const CLUSTER: Columns = {
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
    wide(computed('External-IP', () => '<none>')),
    wide(column('OS-Image', 'status', 'nodeInfo', 'osImage')),
    wide(column('Kernel-Version', 'status', 'nodeInfo', 'kernelVersion')),
    wide(
      column(
        'Container-Runtime',
        'status',
        'nodeInfo',
        'containerRuntimeVersion',
      ),
    ),
  ],
  namespaces: [NAME, column('Status', 'status', 'phase'), AGE],
  secrets: [NAME, column('Type', 'type'), DATA_COUNT, AGE],
  configmaps: [NAME, DATA_COUNT, AGE],
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
  leases: [NAME, column('Holder', 'spec', 'holderIdentity'), AGE],
  mutatingwebhookconfigurations: WEBHOOKS,
  validatingwebhookconfigurations: WEBHOOKS,
};
