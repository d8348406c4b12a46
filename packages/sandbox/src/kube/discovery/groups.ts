import type { JsonObject } from '../api/json';
import {
  Addons,
  apiGroups,
  apiVersionOf,
  ResourceType,
} from '../api/resources';
import { groupVersionOfKind, subresourceVerbsOf, verbsOf } from './verbs';

/** `GET /api` as older clients read it. */
export function apiVersions(): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [],
  };
}

function groupEntry(group: string, version: string): JsonObject {
  const entry = { groupVersion: `${group}/${version}`, version };
  return { name: group, versions: [entry], preferredVersion: entry };
}

/** `GET /apis` as older clients read it. */
export function apiGroupList(addons: Addons): JsonObject {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: apiGroups(addons)
      .filter(({ group }) => group !== '')
      .map(({ group, version }) => groupEntry(group, version)),
  };
}

/** `GET /apis/<group>`. */
export function apiGroup(
  group: string,
  addons: Addons,
): JsonObject | undefined {
  const found = apiGroups(addons).find(
    item => item.group === group && group !== '',
  );
  return (
    found && {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...groupEntry(group, found.version),
    }
  );
}

/** `GET /api/v1` and `GET /apis/<group>/<version>`. */
export function apiResourceList(
  group: string,
  version: string,
  addons: Addons,
): JsonObject | undefined {
  const found = apiGroups(addons).find(
    item => item.group === group && item.version === version,
  );
  return (
    found && {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: apiVersionOf({ group, version }),
      resources: found.resources.flatMap(legacyEntries),
    }
  );
}

function legacyEntries(type: ResourceType): JsonObject[] {
  const main = {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: verbsOf(type),
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
  };
  const parts = Object.entries(type.subresources).map(([name, kind]) => ({
    name: `${type.plural}/${name}`,
    singularName: '',
    namespaced: type.namespaced,
    kind,
    verbs: subresourceVerbsOf(name),
    ...(kind === type.kind ? {} : groupVersionOfKind(type, kind)),
  }));
  return [main, ...parts];
}

/** The aggregated form of `/api` and `/apis`, with every resource in one answer. */
export function aggregatedDiscovery(
  prefix: 'api' | 'apis',
  apiVersion: string,
  addons: Addons,
): JsonObject {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${apiVersion}`,
    metadata: {},
    items: apiGroups(addons)
      .filter(({ group }) => (group === '') === (prefix === 'api'))
      .map(({ group, version, resources }) => ({
        metadata: group ? { name: group, creationTimestamp: null } : {},
        versions: [
          {
            version,
            freshness: 'Current',
            resources: resources.map(aggregatedEntry),
          },
        ],
      })),
  };
}

function aggregatedEntry(type: ResourceType): JsonObject {
  const { group, version, kind } = type;
  const subresources = Object.entries(type.subresources).map(
    ([name, partKind]) => ({
      subresource: name,
      responseKind: { ...groupVersionOfKind(type, partKind), kind: partKind },
      verbs: subresourceVerbsOf(name),
    }),
  );
  return {
    resource: type.plural,
    responseKind: { group, version, kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: verbsOf(type),
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}
