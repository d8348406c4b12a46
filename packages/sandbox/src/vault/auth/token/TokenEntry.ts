/** A token as it lies behind the barrier. */
export interface TokenEntry {
  readonly id: string;
  readonly accessor: string;
  /** Accessor of the token that made this one; absent for orphans. */
  readonly parent: string | undefined;
  readonly policies: readonly string[];
  /** The path that made it. */
  readonly path: string;
  readonly meta: Readonly<Record<string, string>> | null;
  readonly displayName: string;
  readonly entityId: string;
  /** Seconds since 1970. */
  readonly creationTime: number;
  readonly issueTime: string;
  readonly creationTtl: number;
  readonly explicitMaxTtl: number;
  readonly period: number;
  readonly renewable: boolean;
  readonly type: 'service' | 'batch';
  /** Uses left; 0 is without limit. */
  numUses: number;
  /** Milliseconds since 1970; absent for tokens that never expire. */
  expiresAt: number | undefined;
  readonly orphan: boolean;
}

export interface NewToken {
  readonly policies: readonly string[];
  readonly path: string;
  readonly displayName: string;
  readonly parent?: TokenEntry;
  readonly meta?: Readonly<Record<string, string>> | null;
  readonly entityId?: string;
  /** Seconds; 0 never expires. */
  readonly ttl: number;
  readonly explicitMaxTtl?: number;
  readonly period?: number;
  readonly renewable?: boolean;
  readonly numUses?: number;
  readonly orphan?: boolean;
  readonly type?: TokenEntry['type'];
  /** A chosen id, which only sudo may ask for. */
  readonly id?: string;
}
