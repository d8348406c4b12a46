import type { BackendPath } from '../logical/Backend';
import { invalidRequest, joined, ErrorResponse } from '../logical/errors';
import { mountEntry, runningVersion, type MountEntry } from '../logical/Mounts';
import type { BackendRequest } from '../logical/Request';
import { durationSeconds } from '../util/duration';
import { flag, isJsonObject, text } from '../util/json';
import type { SystemContext } from './context';

const PROTECTED = ['sys/', 'identity/', 'cubbyhole/', 'auth/token/'];
const SEPARATELY_RELEASED = ['kv', 'kubernetes'];

/** `sys/mounts` for secrets engines, or `sys/auth` for auth methods: the same verbs on two tables. */
export function mountPaths(
  context: SystemContext,
  kind: MountEntry['class'],
): BackendPath[] {
  const { mounts, log, version } = context;
  const isAuth = kind === 'auth';
  const root = isAuth ? 'auth' : 'mounts';
  const prefix = isAuth ? 'auth/' : '';
  const fullPath = ({ params }: BackendRequest) =>
    `${prefix}${params.path.replace(/\/+$/, '')}/`;
  const shortPath = (entry: MountEntry) => entry.path.slice(prefix.length);
  const existing = (request: BackendRequest) => {
    const entry = mounts.get(fullPath(request));
    if (!entry || entry.class !== kind) {
      throw new ErrorResponse(
        isAuth
          ? `No auth engine at ${request.params.path.replace(/\/+$/, '')}/`
          : `No secret engine mount at ${request.params.path.replace(
              /\/+$/,
              '',
            )}/`,
      );
    }
    return entry;
  };

  const enable = async (request: BackendRequest) => {
    const { data } = request;
    const path = fullPath(request);
    const type = text(data, 'type') ?? '';
    if (!type) {
      throw invalidRequest('backend type must be specified as a string');
    }
    if (!mounts.knows(type)) {
      const kindName = isAuth ? 'auth' : 'secrets';
      throw invalidRequest(
        `plugin not found in the catalog: ${kindName} ${type}`,
      );
    }
    const taken = mounts.list().find(entry => overlaps(entry.path, path));
    if (taken) {
      const message = `path is already in use at ${shortPath(taken)}`;
      log
        .named(`secrets.system.${request.mount.accessor}`)
        .error(
          `error occurred during enable ${isAuth ? 'credential' : 'mount'}`,
          { path: path.slice(prefix.length), error: message },
        );
      throw new ErrorResponse(message, joined(message));
    }
    const config = isJsonObject(data.config) ? data.config : {};
    const entry = mountEntry({
      path,
      type,
      class: kind,
      description: text(data, 'description'),
      options: optionsOf(data.options),
      local: flag(data, 'local'),
      sealWrap: flag(data, 'seal_wrap'),
      config: {
        default_lease_ttl: durationSeconds(config.default_lease_ttl),
        force_no_cache: false,
        max_lease_ttl: durationSeconds(config.max_lease_ttl),
        ...(isAuth ? { token_type: 'default-service' } : {}),
      },
    });
    await mounts.add(entry);
    if (isAuth) {
      log.info('enabled credential backend', {
        path: shortPath(entry),
        type,
        version: runningVersion(type, version),
      });
    } else {
      log.info('successful mount', {
        namespace: '',
        path,
        type,
        version: runningVersion(type, version),
      });
    }
    return undefined;
  };

  return [
    {
      pattern: new RegExp(`^${root}/?$`),
      operations: {
        read: async () => ({
          data: Object.fromEntries(
            mounts
              .list(kind)
              .map(entry => [shortPath(entry), shown(entry, version)]),
          ),
        }),
      },
    },
    {
      pattern: new RegExp(`^${root}/(?<path>.+)/tune$`),
      sudo: isAuth,
      operations: {
        read: async request => {
          const entry = existing(request);
          return {
            data: {
              ...entry.config,
              description: entry.description,
              options: entry.options,
            },
          };
        },
        update: async request => {
          const entry = existing(request);
          const { data } = request;
          for (const name of ['default_lease_ttl', 'max_lease_ttl'] as const) {
            if (data[name] !== undefined) {
              entry.config[name] = durationSeconds(data[name]);
            }
          }
          entry.config.token_type =
            text(data, 'token_type') ?? entry.config.token_type;
          entry.description = text(data, 'description') ?? entry.description;
          await mounts.save();
          return undefined;
        },
      },
    },
    {
      pattern: new RegExp(`^${root}/(?<path>.+)$`),
      sudo: isAuth,
      operations: {
        read: async request => ({ data: shown(existing(request), version) }),
        update: enable,
        delete: async request => {
          const path = fullPath(request);
          if (PROTECTED.includes(path)) {
            throw invalidRequest(`cannot unmount "${path}"`);
          }
          await mounts.remove(path);
          return undefined;
        },
      },
    },
  ];
}

function overlaps(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function optionsOf(value: unknown): MountEntry['options'] {
  if (!isJsonObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [name, String(content)]),
  );
}

function shown(entry: MountEntry, vaultVersion: string) {
  return {
    accessor: entry.accessor,
    config: entry.config,
    ...(SEPARATELY_RELEASED.includes(entry.type)
      ? { deprecation_status: 'supported' }
      : {}),
    description: entry.description,
    external_entropy_access: false,
    local: entry.local,
    options: entry.options,
    plugin_version: '',
    running_plugin_version: runningVersion(entry.type, vaultVersion),
    running_sha256: '',
    seal_wrap: entry.sealWrap,
    type: entry.type,
    uuid: entry.uuid,
  };
}
