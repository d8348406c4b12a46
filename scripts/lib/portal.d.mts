import type { Sandbox } from '@vault-eks/sandbox';

/** How a portal is wanted. */
export interface PortalOptions {
  readonly port?: number;
  /** Free ports for the portal and its sandbox. */
  readonly autoPorts?: boolean;
  /** Where database and sandbox keep their state; in memory when left out. */
  readonly stateFolder?: string;
  /** Whether the frontend is built first; without it there is the API only. */
  readonly frontend?: boolean;
  /** Where logs and the sandbox's files go. */
  readonly runFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running portal with its sandbox. */
export interface Portal {
  readonly url: string;
  readonly sandbox: Omit<Sandbox, 'stop'>;
  readonly runFolder: string;
  readonly backendPid: number;
  readonly group: { stop(): Promise<void> };
}

export function startPortal(options?: PortalOptions): Promise<Portal>;
