import type { Server } from 'node:net';

/** The pod's network: ports that others reach, and others' addresses. */
export interface VaultNetwork {
  /** Listens as if on this port of the pod. */
  listen(port: number, server: Server): Promise<void>;
  /** Where a URL such as `https://10.0.1.7:8200` really listens. Rejects when nothing does. */
  resolve(
    url: string,
  ): Promise<{ readonly host: string; readonly port: number }>;
}
