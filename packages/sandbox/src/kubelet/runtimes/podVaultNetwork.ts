import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { VaultNetwork } from '../../vault';
import type { ContainerStart } from '../ContainerRuntime';

const LOOPBACK = '127.0.0.1';

/** What a Vault server sees of the pod network: it listens on loopback and finds the other pods there. */
export function podVaultNetwork(
  start: Pick<ContainerStart, 'network' | 'podIp' | 'namespace' | 'env'>,
): VaultNetwork {
  const { network, podIp, namespace, env } = start;
  return {
    async listen(port, server) {
      server.listen(0, LOOPBACK);
      await once(server, 'listening');
      // The address of a TCP server is never a string.
      const { port: localPort } = server.address() as AddressInfo;
      network.listen(podIp, port, localPort);
    },
    async resolve(url) {
      const { hostname, port, protocol } = new URL(url);
      if (isApiServer(hostname, env)) {
        return {
          host: env.KUBERNETES_SERVICE_HOST,
          port: Number(env.KUBERNETES_SERVICE_PORT),
        };
      }
      const number = Number(port) || (protocol === 'https:' ? 443 : 80);
      const address = network.lookup(namespace, hostname) ?? hostname;
      const localPort = network.find(address, number);
      if (localPort === undefined) {
        throw new Error(
          `dial tcp ${address}:${number}: connect: connection refused`,
        );
      }
      return { host: LOOPBACK, port: localPort };
    },
  };
}

function isApiServer(
  hostname: string,
  env: Readonly<Record<string, string>>,
): boolean {
  return (
    hostname === env.KUBERNETES_SERVICE_HOST ||
    /^kubernetes\.default(\.svc(\.cluster\.local)?)?$/.test(hostname)
  );
}
