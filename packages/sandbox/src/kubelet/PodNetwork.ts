import { once } from 'node:events';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Where something really listens on this machine. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'https:': 443,
  'http:': 80,
};

/**
 * The cluster's network on one loopback address: pods have addresses of their own as labels, and every port
 * that a pod opens listens on a free port of this machine.
 */
export class PodNetwork {
  private readonly ports = new Map<string, Endpoint>();
  private readonly names = new Map<string, string>();
  private nextHost = 0;

  /** `kubeEndpoint` is where `kubernetes.default.svc` leads. */
  constructor(private readonly kubeEndpoint: string) {}

  /** A pod address that no other pod of this run has. */
  allocateAddress(): string {
    this.nextHost += 1;
    const block = 100 + Math.floor(this.nextHost / 250);
    return `10.0.${block}.${1 + (this.nextHost % 250)}`;
  }

  /** Lets pods find an address by name, as the headless Service's DNS does. */
  name(names: readonly string[], address: string): void {
    for (const name of names) this.names.set(name, address);
  }

  /** Forgets a pod's address, its names and its ports. */
  release(address: string): void {
    for (const [name, owner] of this.names) {
      if (owner === address) this.names.delete(name);
    }
    for (const key of this.ports.keys()) {
      if (key.startsWith(`${address}:`)) this.ports.delete(key);
    }
  }

  async listen(address: string, port: number, server: Server): Promise<void> {
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const key = `${address}:${port}`;
    const bound = server.address() as AddressInfo;
    const endpoint = { host: LOOPBACK, port: bound.port };
    this.ports.set(key, endpoint);
    server.once('close', () => {
      if (this.ports.get(key) === endpoint) this.ports.delete(key);
    });
  }

  /** Where a port of a pod listens, if the pod has opened it. */
  portOf(address: string, port: number): Endpoint | undefined {
    return this.ports.get(`${address}:${port}`);
  }

  /** Follows a URL as a pod would. `self` is the pod's own address, which its localhost means. */
  async resolve(url: string, self: string): Promise<Endpoint> {
    const { hostname, port, protocol } = new URL(url);
    const number = Number(port) || DEFAULT_PORTS[protocol] || 0;
    if (isKubernetes(hostname)) {
      const { hostname: host, port: kubePort } = new URL(this.kubeEndpoint);
      return { host, port: Number(kubePort) };
    }
    const address = isSelf(hostname)
      ? self
      : this.names.get(hostname) ?? hostname;
    const endpoint = this.portOf(address, number);
    if (!endpoint) {
      throw new Error(
        `dial tcp ${address}:${number}: connect: connection refused`,
      );
    }
    return endpoint;
  }

  async connect(address: string, port: number): Promise<Socket> {
    const endpoint = this.portOf(address, port);
    if (!endpoint) {
      throw new Error(
        `failed to connect to localhost:${port} inside namespace: dial tcp4 127.0.0.1:${port}: connect: connection refused`,
      );
    }
    const socket = connect(endpoint.port, endpoint.host);
    await once(socket, 'connect');
    return socket;
  }
}

/** The API server's address inside the cluster. */
export const KUBERNETES_SERVICE_IP = '172.20.0.1';

function isKubernetes(hostname: string): boolean {
  return (
    hostname === KUBERNETES_SERVICE_IP ||
    /^kubernetes(\.default(\.svc(\.cluster\.local)?)?)?$/.test(hostname)
  );
}

function isSelf(hostname: string): boolean {
  return hostname === 'localhost' || hostname === LOOPBACK;
}
