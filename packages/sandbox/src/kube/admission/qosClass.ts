import type { KubeObject } from '../../kubelet/PodHost';
import { at, objectOf, objectsOf } from '../api/json';

const COUNTED = ['cpu', 'memory'];

/** The class of a pod by what its containers ask for and are limited to. */
export function qosClassOf(
  pod: KubeObject,
): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const containers = [
    ...objectsOf(at(pod, 'spec', 'initContainers')),
    ...objectsOf(at(pod, 'spec', 'containers')),
  ].map(({ resources }) => ({
    requests: objectOf(at(resources, 'requests')),
    limits: objectOf(at(resources, 'limits')),
  }));
  const asks = containers.some(({ requests, limits }) =>
    COUNTED.some(name => requests[name] ?? limits[name]),
  );
  if (!asks) return 'BestEffort';
  // What is limited and asks for nothing asks for its limit.
  const guaranteed = containers.every(({ requests, limits }) =>
    COUNTED.every(
      name =>
        limits[name] !== undefined &&
        (requests[name] ?? limits[name]) === limits[name],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
