import { createHash, randomBytes } from 'node:crypto';
import type { BarrierView } from '../../barrier/BarrierView';
import type { AuthBlock } from '../../logical/Request';
import { base62 } from '../../util/random';
import { rfc3339Nano } from '../../util/time';
import { BatchTokens } from './BatchTokens';
import type { NewToken, TokenEntry } from './TokenEntry';

/** Vault's default and maximum life of a token: 32 days. */
export const SYSTEM_MAX_TTL = 32 * 24 * 3600;

const ROOT_TOKEN_LENGTH = 24;
const SERVICE_TOKEN_BYTES = 69;

/** The tokens: found by the hash of their id, or by their accessor. */
export class TokenStore {
  private readonly batch: BatchTokens;

  constructor(private readonly view: BarrierView) {
    this.batch = new BatchTokens(view);
  }

  async create(token: NewToken): Promise<TokenEntry> {
    const now = Date.now();
    const type = token.type ?? 'service';
    const isBatch = type === 'batch';
    const common = {
      accessor: isBatch ? '' : base62(24),
      parent: token.orphan ? undefined : token.parent?.accessor,
      policies: [...new Set(token.policies)].sort(),
      path: token.path,
      meta: token.meta ?? null,
      displayName: token.displayName,
      entityId: token.entityId ?? '',
      creationTime: Math.floor(now / 1000),
      issueTime: rfc3339Nano(new Date(now)),
      creationTtl: token.ttl,
      explicitMaxTtl: token.explicitMaxTtl ?? 0,
      period: token.period ?? 0,
      renewable: !isBatch && token.ttl > 0 && token.renewable !== false,
      type,
      numUses: token.numUses ?? 0,
      expiresAt: token.ttl > 0 ? now + token.ttl * 1000 : undefined,
      orphan: token.orphan ?? token.parent === undefined,
    };
    if (isBatch) return this.batch.seal(common);
    const entry = { ...common, id: token.id ?? newId(token.policies) };
    await this.save(entry);
    await this.view.put(`accessor/${entry.accessor}`, hash(entry.id));
    if (entry.parent) {
      await this.view.put(`parent/${entry.parent}/${entry.accessor}`, true);
    }
    return entry;
  }

  /** A live token. An expired one is revoked on the way. */
  async find(id: string): Promise<TokenEntry | undefined> {
    return (await this.batch.open(id)) ?? this.live(hash(id));
  }

  async findByAccessor(accessor: string): Promise<TokenEntry | undefined> {
    const hashed = await this.view.get<string>(`accessor/${accessor}`);
    return hashed === undefined ? undefined : this.live(hashed);
  }

  accessors(): Promise<string[]> {
    return this.view.list('accessor/');
  }

  save(entry: TokenEntry): Promise<void> {
    return this.view.put(`id/${hash(entry.id)}`, entry);
  }

  /** Counts one use of a token with a limit; the last use revokes it. */
  async use(entry: TokenEntry): Promise<void> {
    if (entry.numUses === 0) return;
    entry.numUses -= 1;
    await (entry.numUses === 0 ? this.revoke(entry) : this.save(entry));
  }

  /** Revokes a token and all that came of it. */
  async revoke(entry: TokenEntry): Promise<void> {
    for (const accessor of await this.children(entry)) {
      const child = await this.findByAccessor(accessor);
      if (child) await this.revoke(child);
    }
    await this.remove(entry);
  }

  /** Revokes a token and leaves its children as orphans. */
  async revokeOrphan(entry: TokenEntry): Promise<void> {
    for (const accessor of await this.children(entry)) {
      const child = await this.findByAccessor(accessor);
      if (child) await this.save({ ...child, parent: undefined, orphan: true });
      await this.view.delete(`parent/${entry.accessor}/${accessor}`);
    }
    await this.remove(entry);
  }

  private children(entry: TokenEntry): Promise<string[]> {
    return this.view.list(`parent/${entry.accessor}/`);
  }

  private async live(hashed: string): Promise<TokenEntry | undefined> {
    const entry = await this.view.get<TokenEntry>(`id/${hashed}`);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= Date.now()) {
      await this.remove(entry);
      return undefined;
    }
    return entry;
  }

  private async remove(entry: TokenEntry): Promise<void> {
    await this.view.delete(`id/${hash(entry.id)}`);
    await this.view.delete(`accessor/${entry.accessor}`);
    if (entry.parent) {
      await this.view.delete(`parent/${entry.parent}/${entry.accessor}`);
    }
  }
}

/** Seconds left; 0 when it never expires. */
export function secondsLeft(entry: TokenEntry): number {
  return entry.expiresAt === undefined
    ? 0
    : Math.max(0, Math.floor((entry.expiresAt - Date.now()) / 1000));
}

/** The answer that hands out a token. */
export function authBlock(entry: TokenEntry): AuthBlock {
  return {
    client_token: entry.id,
    accessor: entry.accessor,
    policies: entry.policies,
    token_policies: entry.policies,
    metadata: entry.meta,
    lease_duration:
      entry.expiresAt === undefined
        ? 0
        : Math.round((entry.expiresAt - Date.now()) / 1000),
    renewable: entry.renewable,
    entity_id: entry.entityId,
    token_type: entry.type,
    orphan: entry.orphan,
    mfa_requirement: null,
    num_uses: entry.numUses,
  };
}

function newId(policies: readonly string[]): string {
  return policies.includes('root')
    ? `hvs.${base62(ROOT_TOKEN_LENGTH)}`
    : `hvs.${randomBytes(SERVICE_TOKEN_BYTES).toString('base64url')}`;
}

function hash(id: string): string {
  return `h${createHash('sha256').update(id).digest('hex')}`;
}
