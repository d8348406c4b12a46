import type { ContainerStart } from '../ContainerRuntime';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** How a container of a pod finds others, and itself by loopback. */
export function reachFrom(
  start: Pick<ContainerStart, 'network' | 'podIp' | 'namespace'>,
) {
  const { network, podIp, namespace } = start;
  return (hostname: string, port: number): number | undefined =>
    LOOPBACK.test(hostname)
      ? network.find(podIp, port)
      : network.reach(namespace, hostname, port);
}
