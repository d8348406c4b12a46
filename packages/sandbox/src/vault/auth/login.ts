import type { EntityStore } from '../identity/EntityStore';
import type { MountEntry } from '../logical/Mounts';
import type { VaultResponse } from '../logical/Request';
import { authBlock, SYSTEM_MAX_TTL, type TokenStore } from './token/TokenStore';
import type { TokenFields } from './tokenFields';

/** Gives a token to someone who has proven who they are. */
export type Login = (options: {
  readonly mount: MountEntry;
  readonly path: string;
  /** How the method knows this person or workload. */
  readonly alias: string;
  readonly displayName: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fields: TokenFields;
}) => Promise<VaultResponse>;

export function createLogin(tokens: TokenStore, entities: EntityStore): Login {
  return async ({ mount, path, alias, displayName, metadata, fields }) => {
    const entity = await entities.of(mount.accessor, { name: alias, metadata });
    const ttl = fields.token_period || fields.token_ttl || SYSTEM_MAX_TTL;
    const token = await tokens.create({
      path,
      displayName,
      meta: metadata,
      entityId: entity.id,
      policies: fields.token_no_default_policy
        ? fields.token_policies
        : [...fields.token_policies, 'default'],
      ttl: fields.token_max_ttl ? Math.min(ttl, fields.token_max_ttl) : ttl,
      explicitMaxTtl: fields.token_explicit_max_ttl,
      period: fields.token_period,
      numUses: fields.token_num_uses,
      type: fields.token_type === 'batch' ? 'batch' : 'service',
      orphan: true,
    });
    return {
      auth: authBlock(token),
      login: { displayName, newEntity: entity.isNew },
    };
  };
}
