import type { PodNetwork } from './ContainerRuntime';

/** The cluster's network on one machine: a table from pod addresses to loopback ports. */
export class LoopbackNetwork implements PodNetwork {
  private readonly ports = new Map<string, Map<number, number>>();

  private readonly names = new Map<string, string>();

  name(podIp: string, namespace: string, hostname: string): void {
    this.names.set(`${namespace}/${hostname}`, podIp);
  }

  lookup(namespace: string, hostname: string): string | undefined {
    const [host, , ofNamespace = namespace] = hostname.split('.');
    return this.names.get(`${ofNamespace}/${host}`);
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
  }

  find(podIp: string, port: number): number | undefined {
    return this.ports.get(podIp)?.get(port);
  }
}
