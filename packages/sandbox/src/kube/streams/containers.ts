import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError, badRequest, notFound } from '../api/ApiError';
import { at, objectsOf, textOf } from '../api/json';
import type { Call } from '../http/KubeApi';
import type { PodHost } from '../../kubelet/PodHost';

/** The pod that a request is for. */
export function anyPodOf({
  api,
  info,
}: Pick<Call, 'api' | 'info'>): KubeObject {
  const name = info.name ?? '';
  const pod = api.registry.table.get(info.type, info.namespace, name);
  if (!pod) throw notFound(info.type, name);
  return pod;
}

/** The pod that a streaming request is for: one that has a node. */
export function podOf(call: Pick<Call, 'api' | 'info'>): KubeObject {
  const pod = anyPodOf(call);
  const { name } = pod.metadata;
  if (!at(pod, 'spec', 'nodeName')) {
    throw badRequest(`pod ${name} does not have a host assigned`);
  }
  return pod;
}

/** The container that the request names, or the pod's first. */
export function containerOf(pod: KubeObject, wanted: string | null): string {
  const names = [
    ...objectsOf(at(pod, 'spec', 'containers')),
    ...objectsOf(at(pod, 'spec', 'initContainers')),
  ].map(container => textOf(container.name) ?? '');
  const name = wanted || names[0];
  if (names.includes(name)) return name;
  throw badRequest(
    `container ${name} is not valid for pod ${pod.metadata.name}`,
  );
}

/** The kubelet side of the pod. */
export function hostOf({ api }: Pick<Call, 'api'>): PodHost {
  const host = api.podHost();
  if (host) return host;
  throw new ApiError(
    503,
    'ServiceUnavailable',
    'no kubelet serves this cluster',
  );
}
