import type { KubeObject } from '../../kubelet/PodHost';
import { badRequest } from '../api/ApiError';
import { at, objectsOf, stringMapOf, stringsOf, textOf } from '../api/json';

type Test = (labels: Readonly<Record<string, string>>) => boolean;

function splitRequirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function parseRequirement(text: string): Test {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return operator === 'in'
      ? labels => key in labels && values.includes(labels[key])
      : labels => !(key in labels && values.includes(labels[key]));
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality) {
    const [, key, operator, value] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const absent = /^!\s*(\S+)$/.exec(text);
  if (absent) return labels => !(absent[1] in labels);
  if (/^[^\s=!(),]+$/.test(text)) return labels => text in labels;
  throw badRequest(
    `unable to parse requirement: found '${text}', expected: !, identifier, or 'end of string'`,
  );
}

/** Reads the `labelSelector` of a request. */
export function parseLabelSelector(
  selector: string,
): (object: KubeObject) => boolean {
  const tests = splitRequirements(selector).map(parseRequirement);
  return object => {
    const labels = object.metadata.labels ?? {};
    return tests.every(test => test(labels));
  };
}

/** Whether a `LabelSelector` object chooses these labels; an absent selector chooses nothing. */
export function selectsLabels(
  selector: unknown,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (selector === undefined || selector === null) return false;
  const wanted = Object.entries(stringMapOf(at(selector, 'matchLabels')));
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    objectsOf(at(selector, 'matchExpressions')).every(expression => {
      const key = textOf(expression.key) ?? '';
      const values = stringsOf(expression.values);
      switch (expression.operator) {
        case 'In':
          return key in labels && values.includes(labels[key]);
        case 'NotIn':
          return !(key in labels && values.includes(labels[key]));
        case 'Exists':
          return key in labels;
        case 'DoesNotExist':
          return !(key in labels);
        default:
          return false;
      }
    })
  );
}

const EVENT_FIELDS = [
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
  'reason',
  'reportingComponent',
  'source',
  'type',
];

const SELECTABLE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: EVENT_FIELDS,
  secrets: ['type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  services: ['spec.clusterIP', 'spec.type'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
  certificatesigningrequests: ['spec.signerName'],
};

/** Reads the `fieldSelector` of a request; only the fields that the real server indexes are known. */
export function parseFieldSelector(
  selector: string,
  plural: string,
): (object: KubeObject) => boolean {
  const known = [
    'metadata.name',
    'metadata.namespace',
    ...(SELECTABLE_FIELDS[plural] ?? []),
  ];
  const tests = splitRequirements(selector).map(text => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(text);
    if (!match) {
      throw badRequest(
        `invalid selector: '${text}'; can't understand '${text}'`,
      );
    }
    const [, field, operator, value] = match;
    if (!known.includes(field)) {
      throw badRequest(
        `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
      );
    }
    return (object: KubeObject) => {
      const actual = String(at(object, ...field.split('.')) ?? '');
      return operator === '!=' ? actual !== value : actual === value;
    };
  });
  return object => tests.every(test => test(object));
}
