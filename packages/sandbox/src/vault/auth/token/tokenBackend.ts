import type { Backend } from '../../logical/Backend';
import { ErrorResponse, permissionDenied } from '../../logical/errors';
import type { BackendRequest, VaultResponse } from '../../logical/Request';
import { durationSeconds } from '../../util/duration';
import { flag, isJsonObject, text, texts, wholeNumber } from '../../util/json';
import { rfc3339Nano } from '../../util/time';
import type { TokenEntry } from './TokenEntry';
import {
  authBlock,
  secondsLeft,
  SYSTEM_MAX_TTL,
  type TokenStore,
} from './TokenStore';

/** `auth/token`. */
export function tokenBackend(tokens: TokenStore): Backend {
  const own = (request: BackendRequest): TokenEntry => {
    if (!request.token) throw permissionDenied();
    return request.token;
  };
  const named = async (request: BackendRequest): Promise<TokenEntry> => {
    const id = text(request.data, 'token');
    if (!id) throw new ErrorResponse('missing token ID');
    const entry = await tokens.find(id);
    if (!entry) throw new ErrorResponse('bad token', undefined, 403);
    return entry;
  };
  const byAccessor = async (request: BackendRequest): Promise<TokenEntry> => {
    const accessor = text(request.data, 'accessor');
    if (!accessor) throw new ErrorResponse('missing accessor');
    const entry = await tokens.findByAccessor(accessor);
    if (!entry) throw new ErrorResponse('invalid accessor', undefined, 403);
    return entry;
  };
  const create =
    (orphan: boolean) =>
    async (request: BackendRequest): Promise<VaultResponse> =>
      createToken(tokens, own(request), request, orphan);
  const renew = async (
    entry: TokenEntry,
    request: BackendRequest,
  ): Promise<VaultResponse> => {
    if (entry.type === 'batch') {
      throw new ErrorResponse('batch tokens cannot be renewed');
    }
    if (!entry.renewable) throw new ErrorResponse('lease is not renewable');
    const asked = durationSeconds(request.data.increment) || entry.creationTtl;
    const latest =
      (entry.creationTime + (entry.explicitMaxTtl || SYSTEM_MAX_TTL)) * 1000;
    const ttl = entry.period || asked;
    entry.expiresAt = entry.period
      ? Date.now() + ttl * 1000
      : Math.min(Date.now() + ttl * 1000, latest);
    await tokens.save(entry);
    return { auth: authBlock(entry) };
  };
  const revoke = async (entry: TokenEntry) => {
    if (entry.type === 'batch') {
      throw new ErrorResponse('batch tokens cannot be revoked');
    }
    await tokens.revoke(entry);
    return undefined;
  };
  return {
    type: 'token',
    paths: [
      { pattern: /^create$/, operations: { update: create(false) } },
      {
        pattern: /^create-orphan$/,
        sudo: true,
        operations: { update: create(true) },
      },
      {
        pattern: /^lookup-self$/,
        operations: {
          read: async request => ({ data: described(own(request)) }),
          update: async request => ({ data: described(own(request)) }),
        },
      },
      {
        pattern: /^lookup$/,
        operations: {
          read: async request => ({ data: described(own(request)) }),
          update: async request => ({ data: described(await named(request)) }),
        },
      },
      {
        pattern: /^lookup-accessor$/,
        operations: {
          update: async request => ({
            data: { ...described(await byAccessor(request)), id: '' },
          }),
        },
      },
      {
        pattern: /^accessors\/?$/,
        sudo: true,
        operations: {
          list: async () => ({ data: { keys: await tokens.accessors() } }),
        },
      },
      {
        pattern: /^renew-self$/,
        operations: { update: async request => renew(own(request), request) },
      },
      {
        pattern: /^renew$/,
        operations: {
          update: async request => renew(await named(request), request),
        },
      },
      {
        pattern: /^renew-accessor$/,
        operations: {
          update: async request => renew(await byAccessor(request), request),
        },
      },
      {
        pattern: /^revoke-self$/,
        operations: { update: async request => revoke(own(request)) },
      },
      {
        pattern: /^revoke$/,
        operations: { update: async request => revoke(await named(request)) },
      },
      {
        pattern: /^revoke-accessor$/,
        operations: {
          update: async request => revoke(await byAccessor(request)),
        },
      },
      {
        pattern: /^revoke-orphan$/,
        sudo: true,
        operations: {
          update: async request => {
            await tokens.revokeOrphan(await named(request));
            return undefined;
          },
        },
      },
    ],
  };
}

async function createToken(
  tokens: TokenStore,
  parent: TokenEntry,
  { data, sudo }: BackendRequest,
  alwaysOrphan: boolean,
): Promise<VaultResponse> {
  if (parent.type === 'batch') {
    throw new ErrorResponse('batch tokens cannot create more tokens');
  }
  const noParent = flag(data, 'no_parent') ?? false;
  if (noParent && !sudo) {
    throw new ErrorResponse(
      'root or sudo privileges required to create orphan token',
    );
  }
  const id = text(data, 'id');
  if (id && !sudo) {
    throw new ErrorResponse(
      'root or sudo privileges required to specify token id',
    );
  }
  const asked = texts(data, 'policies') ?? parent.policies;
  if (
    !sudo &&
    asked.some(name => !parent.policies.includes(name) && name !== 'default')
  ) {
    throw new ErrorResponse('child policies must be subset of parent');
  }
  const withRoot = asked.includes('root');
  if (withRoot && !parent.policies.includes('root')) {
    throw new ErrorResponse(
      'root tokens may not be created without parent token being root',
    );
  }
  const policies =
    withRoot || flag(data, 'no_default_policy') ? asked : [...asked, 'default'];
  const period = durationSeconds(data.period);
  if (period && !sudo) {
    throw new ErrorResponse(
      'root or sudo privileges required to create periodic token',
    );
  }
  const ttl = durationSeconds(data.ttl ?? data.lease);
  const explicitMaxTtl = durationSeconds(data.explicit_max_ttl);
  const given = period || Math.min(ttl || SYSTEM_MAX_TTL, SYSTEM_MAX_TTL);
  const label = text(data, 'display_name');
  const entry = await tokens.create({
    id,
    policies,
    path: alwaysOrphan ? 'auth/token/create-orphan' : 'auth/token/create',
    displayName: label ? `token-${label.replace(/[^\w-]/g, '-')}` : 'token',
    parent,
    orphan: alwaysOrphan || noParent,
    meta: metadata(data.meta),
    ttl: withRoot && !ttl && !period ? 0 : limited(given, explicitMaxTtl),
    explicitMaxTtl,
    period,
    renewable: flag(data, 'renewable'),
    numUses: wholeNumber(data, 'num_uses'),
    type: text(data, 'type') === 'batch' ? 'batch' : 'service',
  });
  return {
    auth: authBlock(entry),
    login: { displayName: entry.displayName, newEntity: false },
  };
}

function limited(ttl: number, explicitMax: number): number {
  return explicitMax ? Math.min(ttl, explicitMax) : ttl;
}

function metadata(value: unknown): Record<string, string> | null {
  if (!isJsonObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [name, String(content)]),
  );
}

function described(entry: TokenEntry) {
  return {
    accessor: entry.accessor,
    creation_time: entry.creationTime,
    creation_ttl: entry.creationTtl,
    display_name: entry.displayName,
    entity_id: entry.entityId,
    expire_time:
      entry.expiresAt === undefined
        ? null
        : rfc3339Nano(new Date(entry.expiresAt)),
    explicit_max_ttl: entry.explicitMaxTtl,
    id: entry.id,
    ...(entry.expiresAt === undefined ? {} : { issue_time: entry.issueTime }),
    meta: entry.meta,
    num_uses: entry.numUses,
    orphan: entry.orphan,
    path: entry.path,
    ...(entry.period ? { period: entry.period } : {}),
    policies: entry.policies,
    ...(entry.expiresAt === undefined ? {} : { renewable: entry.renewable }),
    ttl: secondsLeft(entry),
    type: entry.type,
  };
}
