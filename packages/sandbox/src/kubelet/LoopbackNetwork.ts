import type { PodNetwork } from './ContainerRuntime';

/** The address and port of a pod behind a Service. */
export type ServiceLookup = (
  namespace: string,
  service: string,
  port: number,
) => { readonly podIp: string; readonly port: number } | undefined;

/** The cluster's network on one machine: a table from pod addresses to loopback ports. */
export class LoopbackNetwork implements PodNetwork {
  /**
   * @param services - where a Service sends who asks for one of its ports
   * @param apiServer - the address at whose port 443 real processes find the API server
   */
  constructor(
    private readonly services: ServiceLookup = () => undefined,
    readonly apiServer?: string,
  ) {}

  private readonly ports = new Map<string, Map<number, number>>();

  private readonly names = new Map<string, string>();

  private readonly listeners = new Set<() => void>();

  name(podIp: string, namespace: string, hostname: string): void {
    this.names.set(`${namespace}/${hostname}`, podIp);
    this.listeners.forEach(listener => listener());
  }

  hosts(namespace: string): ReadonlyMap<string, string> {
    const start = `${namespace}/`;
    return new Map(
      [...this.names]
        .filter(([name]) => name.startsWith(start))
        .map(([name, podIp]) => [name.slice(start.length), podIp]),
    );
  }

  onNames(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  lookup(namespace: string, hostname: string): string | undefined {
    const [host, , ofNamespace = namespace] = hostname.split('.');
    return this.names.get(`${ofNamespace}/${host}`);
  }

  reach(namespace: string, hostname: string, port: number): number | undefined {
    const podIp = this.lookup(namespace, hostname);
    if (podIp) return this.find(podIp, port);
    const [service, ofNamespace = namespace] = hostname.split('.');
    const behind = this.services(ofNamespace, service, port);
    return behind
      ? this.find(behind.podIp, behind.port)
      : this.find(hostname, port);
  }

  listen(podIp: string, port: number, localPort: number): void {
    const ofPod = this.ports.get(podIp) ?? new Map<number, number>();
    ofPod.set(port, localPort);
    this.ports.set(podIp, ofPod);
  }

  leave(podIp: string): void {
    this.ports.delete(podIp);
    for (const [name, owner] of this.names) {
      if (owner === podIp) this.names.delete(name);
    }
    this.listeners.forEach(listener => listener());
  }

  find(podIp: string, port: number): number | undefined {
    return this.ports.get(podIp)?.get(port);
  }
}
