import type { KubeObject } from '../../kubelet/PodHost';
import { at, childOf, objectsOf, setDefaults } from '../api/json';
import type { WriteContext } from './Strategy';

const FIRST_NODE_PORT = 30000;
const NODE_PORTS = 2768;

/** Defaults of a Service that need no look at others. */
export function setServiceDefaults(object: KubeObject): void {
  const spec = childOf(object, 'spec');
  setDefaults(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  if (spec.type === 'ExternalName') return;
  setDefaults(spec, {
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  });
  if (spec.type !== 'ClusterIP') {
    setDefaults(spec, { externalTrafficPolicy: 'Cluster' });
  }
  if (spec.type === 'LoadBalancer') {
    setDefaults(spec, { allocateLoadBalancerNodePorts: true });
  }
  for (const port of objectsOf(spec.ports)) {
    setDefaults(port, { protocol: 'TCP', targetPort: port.port });
  }
}

/** Gives a new Service its address and ports, and the load-balancer controller's mark where that controller runs. */
export function prepareService(
  object: KubeObject,
  { store, cluster }: WriteContext,
): void {
  const spec = childOf(object, 'spec');
  if (
    spec.type === 'LoadBalancer' &&
    cluster.hasLoadBalancerController &&
    spec.loadBalancerClass === undefined
  ) {
    spec.loadBalancerClass = 'service.k8s.aws/nlb';
  }
  allocateAddresses(object, store);
}

/** Keeps what was allocated when a client's update leaves it out, and allocates what a changed type needs. */
export function prepareServiceUpdate(
  object: KubeObject,
  previous: KubeObject,
  { store }: WriteContext,
): void {
  const spec = childOf(object, 'spec');
  for (const key of ['clusterIP', 'clusterIPs', 'loadBalancerClass']) {
    const before = at(previous, 'spec', key);
    if (before !== undefined) setDefaults(spec, { [key]: before });
  }
  const ports = objectsOf(at(previous, 'spec', 'ports'));
  for (const port of objectsOf(spec.ports)) {
    const before = ports.find(
      item => item.port === port.port && item.protocol === port.protocol,
    );
    if (before?.nodePort && spec.type !== 'ClusterIP') {
      setDefaults(port, { nodePort: before.nodePort });
    }
  }
  allocateAddresses(object, store);
}

function allocateAddresses(
  object: KubeObject,
  store: WriteContext['store'],
): void {
  const spec = childOf(object, 'spec');
  if (spec.type === 'ExternalName') return;
  const services = store.list('', 'services');
  if (spec.clusterIP === undefined || spec.clusterIP === '') {
    spec.clusterIP = freeAddress(services);
  }
  spec.clusterIPs = [spec.clusterIP];
  if (spec.type !== 'LoadBalancer' && spec.type !== 'NodePort') return;
  const taken = new Set(
    services
      .flatMap(service => objectsOf(at(service, 'spec', 'ports')))
      .map(port => port.nodePort),
  );
  for (const port of objectsOf(spec.ports)) {
    if (port.nodePort) continue;
    const free = Array.from(
      { length: NODE_PORTS },
      (_, index) => FIRST_NODE_PORT + index,
    ).find(candidate => !taken.has(candidate));
    port.nodePort = free;
    taken.add(free);
  }
}

function freeAddress(services: readonly KubeObject[]): string {
  const taken = new Set(
    services.map(service => at(service, 'spec', 'clusterIP')),
  );
  // 10.100.0.1 is the API server's and 10.100.0.10 the cluster's DNS.
  for (let index = 11; ; index += 1) {
    const address = `10.100.${Math.floor(index / 256)}.${index % 256}`;
    if (!taken.has(address)) return address;
  }
}
