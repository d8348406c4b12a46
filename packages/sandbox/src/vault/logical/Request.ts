import type { TokenEntry } from '../auth/token/TokenEntry';
import type { JsonObject } from '../util/json';
import type { MountEntry } from './Mounts';

/** What a request does to its path. */
export type Operation =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'list'
  | 'patch';

/** A request to a mount, after HTTP and before the audit. */
export interface VaultRequest {
  readonly id: string;
  readonly operation: Operation;
  /** Below `/v1/`. */
  readonly path: string;
  /** Absent for requests without a body. */
  readonly data: JsonObject | undefined;
  readonly clientToken: string | undefined;
  readonly remote: { readonly address: string; readonly port: number };
  readonly userAgent: string | undefined;
}

/** A request as the backend behind the mount sees it. */
export interface BackendRequest {
  readonly operation: Operation;
  /** The named groups of the path's pattern. */
  readonly params: Readonly<Record<string, string>>;
  readonly data: JsonObject;
  readonly mount: MountEntry;
  /** Absent on paths that need no token. */
  readonly token: TokenEntry | undefined;
  /** Whether the token has the sudo capability on the path. */
  readonly sudo: boolean;
}

/** A new token as a login answers it. */
export interface AuthBlock {
  readonly client_token: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly token_policies: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly lease_duration: number;
  readonly renewable: boolean;
  readonly entity_id: string;
  readonly token_type: string;
  readonly orphan: boolean;
  readonly mfa_requirement: null;
  readonly num_uses: number;
}

/** What a backend answers. `undefined` in its place is 204, or 404 for read and list. */
export interface VaultResponse {
  readonly data?: JsonObject | null;
  readonly auth?: AuthBlock;
  /** What the audit knows of the new token beyond its block. */
  readonly login?: {
    readonly displayName: string;
    readonly newEntity: boolean;
  };
  readonly warnings?: readonly string[];
  readonly status?: number;
}
