import type { TokenEntry } from '../auth/token/TokenEntry';
import type { MountEntry } from '../logical/Mounts';
import type { VaultRequest, VaultResponse } from '../logical/Request';

/** All that is known of a request when it is audited. */
export interface AuditEvent {
  readonly request: VaultRequest;
  /** Whose token it came with. */
  readonly token: TokenEntry | undefined;
  /** Where the path leads; absent when nothing is mounted there. */
  readonly mount:
    | { readonly entry: MountEntry; readonly version: string }
    | undefined;
  /** The backend was asked already, so the mount's accessor is known. */
  readonly reachedMount: boolean;
  /** Absent on paths outside of any mount's rules. */
  readonly access:
    | { readonly allowed: boolean; readonly grantedBy: readonly string[] }
    | undefined;
  readonly error?: string;
}

/** A request that has been answered. */
export interface AnsweredEvent extends AuditEvent {
  readonly response: VaultResponse | undefined;
  /** For answers that come from HTTP and not from a mount: what the audit sees of them. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
}
