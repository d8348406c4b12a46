import type { BarrierView } from '../barrier/BarrierView';
import type { Backend } from '../logical/Backend';
import { ErrorResponse } from '../logical/errors';
import type { BackendRequest } from '../logical/Request';
import { isJsonObject, wholeNumber, type JsonObject } from '../util/json';
import { rfc3339Nano } from '../util/time';

interface Version {
  readonly created_time: string;
  deletion_time: string;
  destroyed: boolean;
}

interface Metadata {
  readonly created_time: string;
  updated_time: string;
  current_version: number;
  oldest_version: number;
  max_versions: number;
  cas_required: boolean;
  custom_metadata: JsonObject | null;
  readonly versions: Record<string, Version>;
}

const DEFAULT_MAX_VERSIONS = 10;
const PATH = '(?<path>.+)';

/** `kv` version 2: every write is a new version. */
export function kvBackend(view: BarrierView): Backend {
  const find = (path: string) => view.get<Metadata>(`metadata/${path}`);
  const versionKey = (path: string, version: number) =>
    `versions/${path}/${version}`;

  const forgetOldest = async (path: string, metadata: Metadata) => {
    const kept = metadata.max_versions || DEFAULT_MAX_VERSIONS;
    for (const version of Object.keys(metadata.versions).map(Number)) {
      if (version > metadata.current_version - kept) continue;
      delete metadata.versions[version];
      await view.delete(versionKey(path, version));
    }
    metadata.oldest_version = Math.min(
      ...Object.keys(metadata.versions).map(Number),
    );
  };

  const write = async ({ params: { path }, data }: BackendRequest) => {
    if (!isJsonObject(data.data)) throw new ErrorResponse('no data provided');
    const now = rfc3339Nano();
    const metadata = (await find(path)) ?? newMetadata(now);
    checkAndSet(data, metadata);
    const version = metadata.current_version + 1;
    await view.put(versionKey(path, version), data.data);
    metadata.current_version = version;
    metadata.updated_time = now;
    metadata.versions[version] = {
      created_time: now,
      deletion_time: '',
      destroyed: false,
    };
    await forgetOldest(path, metadata);
    await view.put(`metadata/${path}`, metadata);
    return { data: versionAnswer(metadata, version) };
  };

  const mark = async (
    path: string,
    versions: readonly number[],
    change: (version: Version, number: number) => Promise<void> | void,
  ) => {
    const metadata = await find(path);
    if (!metadata) return undefined;
    for (const number of versions) {
      const version = metadata.versions[number];
      if (version) await change(version, number);
    }
    await view.put(`metadata/${path}`, metadata);
    return undefined;
  };

  const versionsOf = ({ data }: BackendRequest) => {
    const versions = Array.isArray(data.versions)
      ? data.versions.map(Number)
      : [];
    if (versions.length === 0) {
      throw new ErrorResponse('No version number provided');
    }
    return versions;
  };

  return {
    type: 'kv',
    paths: [
      {
        pattern: /^config$/,
        operations: {
          read: async () => ({
            data: {
              cas_required: false,
              delete_version_after: '0s',
              max_versions: 0,
            },
          }),
        },
      },
      {
        pattern: new RegExp(`^data/${PATH}$`),
        exists: async ({ params }) => (await find(params.path)) !== undefined,
        operations: {
          create: write,
          update: write,
          read: async ({ params: { path }, data }) => {
            const metadata = await find(path);
            if (!metadata) return undefined;
            const number =
              wholeNumber(data, 'version') || metadata.current_version;
            const version = metadata.versions[number];
            if (!version) return undefined;
            const answer = versionAnswer(metadata, number);
            if (version.deletion_time || version.destroyed) {
              return { status: 404, data: { data: null, metadata: answer } };
            }
            const content = await view.get<JsonObject>(
              versionKey(path, number),
            );
            return { data: { data: content ?? null, metadata: answer } };
          },
          delete: async ({ params: { path } }) => {
            const metadata = await find(path);
            return mark(path, [metadata?.current_version ?? 0], version => {
              if (!version.deletion_time) version.deletion_time = rfc3339Nano();
            });
          },
        },
      },
      {
        pattern: new RegExp(`^delete/${PATH}$`),
        operations: {
          update: request =>
            mark(request.params.path, versionsOf(request), version => {
              if (!version.deletion_time) version.deletion_time = rfc3339Nano();
            }),
        },
      },
      {
        pattern: new RegExp(`^undelete/${PATH}$`),
        operations: {
          update: request =>
            mark(request.params.path, versionsOf(request), version => {
              if (!version.destroyed) version.deletion_time = '';
            }),
        },
      },
      {
        pattern: new RegExp(`^destroy/${PATH}$`),
        operations: {
          update: request =>
            mark(
              request.params.path,
              versionsOf(request),
              async (version, number) => {
                version.destroyed = true;
                await view.delete(versionKey(request.params.path, number));
              },
            ),
        },
      },
      {
        pattern: /^metadata\/?(?<path>.*)$/,
        exists: async ({ params }) => (await find(params.path)) !== undefined,
        operations: {
          read: async ({ params }) => {
            const metadata = await find(params.path);
            return (
              metadata && { data: { ...metadata, delete_version_after: '0s' } }
            );
          },
          update: async ({ params, data }) => {
            const metadata =
              (await find(params.path)) ?? newMetadata(rfc3339Nano());
            metadata.max_versions =
              wholeNumber(data, 'max_versions') ?? metadata.max_versions;
            if (isJsonObject(data.custom_metadata)) {
              metadata.custom_metadata = data.custom_metadata;
            }
            metadata.cas_required =
              data.cas_required === undefined
                ? metadata.cas_required
                : data.cas_required === true;
            await view.put(`metadata/${params.path}`, metadata);
            return undefined;
          },
          delete: async ({ params: { path } }) => {
            const metadata = await find(path);
            for (const version of Object.keys(metadata?.versions ?? {})) {
              await view.delete(versionKey(path, Number(version)));
            }
            await view.delete(`metadata/${path}`);
            return undefined;
          },
          list: async ({ params }) => {
            const keys = await view.list(`metadata/${params.path}`);
            return keys.length > 0 ? { data: { keys } } : undefined;
          },
        },
      },
    ],
  };
}

function newMetadata(now: string): Metadata {
  return {
    created_time: now,
    updated_time: now,
    current_version: 0,
    oldest_version: 0,
    max_versions: 0,
    cas_required: false,
    custom_metadata: null,
    versions: {},
  };
}

function checkAndSet(data: JsonObject, metadata: Metadata): void {
  const cas = isJsonObject(data.options)
    ? wholeNumber(data.options, 'cas')
    : undefined;
  if (cas === undefined && metadata.cas_required) {
    throw new ErrorResponse('check-and-set parameter required for this call');
  }
  if (cas !== undefined && cas !== metadata.current_version) {
    throw new ErrorResponse(
      'check-and-set parameter did not match the current version',
    );
  }
}

function versionAnswer(metadata: Metadata, number: number) {
  const version = metadata.versions[number];
  return {
    created_time: version.created_time,
    custom_metadata: metadata.custom_metadata,
    deletion_time: version.deletion_time,
    destroyed: version.destroyed,
    version: number,
  };
}
