import type { Sandbox } from '@vault-eks/sandbox';

/** How a portal is wanted. */
export interface PortalOptions {
  readonly port?: number;
  /** Free ports for the portal and its sandbox. */
  readonly autoPorts?: boolean;
  /** Where database and sandbox keep their state; in memory when left out. */
  readonly stateFolder?: string;
  /** Forget what earlier runs left in the state folder. */
  readonly fresh?: boolean;
  /** Told the processes as soon as there are any, so that they can be stopped while they start. */
  readonly onGroup?: (group: { stop(): Promise<void> }) => void;
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
  /** After the backend was killed: starts another in its place, and does not wait until that is ready. */
  startBackendAgain(): void;
  readonly group: { stop(): Promise<void> };
}

export function startPortal(options?: PortalOptions): Promise<Portal>;
