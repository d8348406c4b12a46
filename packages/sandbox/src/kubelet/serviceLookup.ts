import { at, numberOf, objectsOf, stringsOf, textOf } from '../kube/api/json';
import type { ServiceLookup } from './LoopbackNetwork';
import type { ClusterStore } from './PodHost';

/** Finds a ready pod behind a Service by its EndpointSlices, as kube-proxy does; the first of them. */
export function serviceLookup(
  store: Pick<ClusterStore, 'get' | 'list'>,
): ServiceLookup {
  return (namespace, name, port) => {
    const service = store.get('', 'services', namespace, name);
    const wanted = objectsOf(at(service, 'spec', 'ports')).find(
      item => item.port === port,
    );
    if (!wanted) return undefined;
    const slices = store
      .list('discovery.k8s.io', 'endpointslices', namespace)
      .filter(
        slice => slice.metadata.labels?.['kubernetes.io/service-name'] === name,
      );
    for (const slice of slices) {
      const target = objectsOf(slice.ports).find(
        item => (item.name ?? '') === (wanted.name ?? ''),
      );
      const endpoint = objectsOf(slice.endpoints).find(
        item => at(item, 'conditions', 'ready') !== false,
      );
      const podIp = textOf(stringsOf(at(endpoint, 'addresses'))[0]);
      const targetPort = numberOf(target?.port);
      if (podIp && targetPort !== undefined) return { podIp, port: targetPort };
    }
    return undefined;
  };
}
