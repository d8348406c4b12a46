import type { KubeObject } from '../../../kubelet/PodHost';
import {
  at,
  isObject,
  objectsOf,
  stringMapOf,
  stringsOf,
  textOf,
} from '../../api/json';
import { selectsLabels } from '../../store/selectors';
import type { PlacedPod } from './placement';

/** Why a node does not take a pod, in the words of the real scheduler; `undefined` when it does. */
export type NodeFilter = (
  pod: KubeObject,
  node: KubeObject,
  others: readonly PlacedPod[],
) => string | undefined;

const cordoned: NodeFilter = (_pod, node) =>
  at(node, 'spec', 'unschedulable') === true
    ? 'node(s) were unschedulable'
    : undefined;

const selected: NodeFilter = (pod, node) => {
  const labels = node.metadata.labels ?? {};
  const wanted = stringMapOf(at(pod, 'spec', 'nodeSelector'));
  const byName = Object.entries(wanted).every(
    ([key, value]) => labels[key] === value,
  );
  const terms = objectsOf(
    at(
      pod,
      'spec',
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
    ),
  );
  const byTerm =
    terms.length === 0 || terms.some(term => selectsLabels(term, labels));
  return byName && byTerm
    ? undefined
    : "node(s) didn't match Pod's node affinity/selector";
};

const tolerated: NodeFilter = (pod, node) => {
  const tolerations = objectsOf(at(pod, 'spec', 'tolerations'));
  const untolerated = objectsOf(at(node, 'spec', 'taints')).find(
    taint =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some(
        toleration =>
          (toleration.key === undefined || toleration.key === taint.key) &&
          (toleration.operator === 'Exists' ||
            toleration.value === taint.value) &&
          (toleration.effect === undefined ||
            toleration.effect === taint.effect),
      ),
  );
  return untolerated
    ? `node(s) had untolerated taint {${untolerated.key}: ${
        untolerated.value ?? ''
      }}`
    : undefined;
};

/** Whether an affinity term is about the other pod. */
function concerns(
  term: Record<string, unknown>,
  owner: KubeObject,
  other: KubeObject,
): boolean {
  const namespaces = stringsOf(term.namespaces);
  const inScope =
    namespaces.length > 0
      ? namespaces.includes(other.metadata.namespace ?? '')
      : other.metadata.namespace === owner.metadata.namespace ||
        isObject(term.namespaceSelector);
  return (
    inScope && selectsLabels(term.labelSelector, other.metadata.labels ?? {})
  );
}

function requiredTerms(pod: KubeObject, affinity: string) {
  return objectsOf(
    at(
      pod,
      'spec',
      'affinity',
      affinity,
      'requiredDuringSchedulingIgnoredDuringExecution',
    ),
  );
}

function sameTopology(
  term: Record<string, unknown>,
  node: KubeObject,
  other: KubeObject,
): boolean {
  const key = textOf(term.topologyKey) ?? '';
  const value = node.metadata.labels?.[key];
  return value !== undefined && other.metadata.labels?.[key] === value;
}

const apart: NodeFilter = (pod, node, others) => {
  const tooClose = requiredTerms(pod, 'podAntiAffinity').some(term =>
    others.some(
      other =>
        concerns(term, pod, other.pod) && sameTopology(term, node, other.node),
    ),
  );
  if (tooClose) return "node(s) didn't match pod anti-affinity rules";
  const unwelcome = others.some(other =>
    requiredTerms(other.pod, 'podAntiAffinity').some(
      term =>
        concerns(term, other.pod, pod) && sameTopology(term, node, other.node),
    ),
  );
  return unwelcome
    ? "node(s) didn't satisfy existing pods anti-affinity rules"
    : undefined;
};

const together: NodeFilter = (pod, node, others) =>
  requiredTerms(pod, 'podAffinity').every(term =>
    others.some(
      other =>
        concerns(term, pod, other.pod) && sameTopology(term, node, other.node),
    ),
  )
    ? undefined
    : "node(s) didn't match pod affinity rules";

/** All filters; the first that objects gives the reason. */
export const NODE_FILTERS: readonly NodeFilter[] = [
  cordoned,
  tolerated,
  selected,
  together,
  apart,
];
