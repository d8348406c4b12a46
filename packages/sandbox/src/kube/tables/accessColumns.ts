import type { KubeObject } from '../../kubelet/PodHost';
import { at, listOf, numberOf, objectsOf } from '../api/json';
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

function certificateCondition(object: KubeObject): string {
  const types = objectsOf(at(object, 'status', 'conditions')).map(
    condition => condition.type,
  );
  const issued = at(object, 'status', 'certificate') ? ['Issued'] : [];
  return types.length === 0 ? 'Pending' : [...types, ...issued].join(',');
}

/** Who may do what, and what they prove it with. */
export const ACCESS: Columns = {
  serviceaccounts: [
    NAME,
    {
      name: 'Secrets',
      type: 'integer',
      cell: object => listOf(object.secrets).length,
    },
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
};
