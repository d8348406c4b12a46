import { at } from '../api/json';
import { podReady, podRestarts, podStatus } from './cells';
import {
  NAME,
  AGE,
  column,
  count,
  computed,
  wide,
  selectorText,
  outOf,
  type Columns,
  containerColumns,
  TEMPLATE_CONTAINERS,
} from './column';

/** What runs. */
export const WORKLOADS: Columns = {
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
  poddisruptionbudgets: [
    NAME,
    computed('Min Available', o => at(o, 'spec', 'minAvailable') ?? 'N/A'),
    computed('Max Unavailable', o => at(o, 'spec', 'maxUnavailable') ?? 'N/A'),
    count('Allowed Disruptions', 'status', 'disruptionsAllowed'),
    AGE,
  ],
};
