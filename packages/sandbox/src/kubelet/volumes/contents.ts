import {
  at,
  JsonObject,
  objectOf,
  objectsOf,
  stringMapOf,
  textOf,
} from '../../kube/api/json';
import type { ClusterStore, KubeObject } from '../PodHost';
import { fieldOf } from '../pod/fieldOf';

/** A volume cannot be mounted yet: the kubelet waits and tries again. */
export class NotMountable extends Error {}

/** A token that a projected volume asks for. */
export interface TokenRequest {
  readonly path: string;
  readonly audience?: string;
  readonly expirationSeconds: number;
}

function chosen(
  data: ReadonlyMap<string, Buffer>,
  items: readonly JsonObject[],
): Map<string, Buffer> {
  if (items.length === 0) return new Map(data);
  const files = new Map<string, Buffer>();
  for (const item of items) {
    const key = textOf(item.key) ?? '';
    const content = data.get(key);
    if (!content) throw new NotMountable(`references non-existent key: ${key}`);
    files.set(textOf(item.path) ?? key, content);
  }
  return files;
}

function dataOf(object: KubeObject): Map<string, Buffer> {
  const data = new Map<string, Buffer>();
  const encoded =
    object.kind === 'Secret'
      ? stringMapOf(object.data)
      : stringMapOf(object.binaryData);
  for (const [key, value] of Object.entries(encoded)) {
    data.set(key, Buffer.from(value, 'base64'));
  }
  if (object.kind === 'ConfigMap') {
    for (const [key, value] of Object.entries(stringMapOf(object.data))) {
      data.set(key, Buffer.from(value));
    }
  }
  return data;
}

function objectFiles(options: {
  readonly store: Pick<ClusterStore, 'get'>;
  readonly namespace: string;
  readonly plural: 'secrets' | 'configmaps';
  readonly name: string | undefined;
  readonly source: JsonObject;
}): Map<string, Buffer> {
  const { store, namespace, plural, name = '', source } = options;
  const object = store.get('', plural, namespace, name);
  if (!object) {
    if (source.optional === true) return new Map();
    const kind = plural === 'secrets' ? 'secret' : 'configmap';
    throw new NotMountable(`${kind} "${name}" not found`);
  }
  return chosen(dataOf(object), objectsOf(source.items));
}

function downward(pod: KubeObject, source: JsonObject): Map<string, Buffer> {
  return new Map(
    objectsOf(source.items).map(item => [
      textOf(item.path) ?? '',
      Buffer.from(
        fieldOf(pod, textOf(at(item, 'fieldRef', 'fieldPath')) ?? ''),
      ),
    ]),
  );
}

function sourceFiles(
  store: Pick<ClusterStore, 'get'>,
  pod: KubeObject,
  source: JsonObject,
  nameKey: 'name' | 'secretName',
): Map<string, Buffer> {
  const namespace = pod.metadata.namespace ?? 'default';
  if (source.secret) {
    const secret = objectOf(source.secret);
    const name = textOf(secret[nameKey]);
    return objectFiles({
      store,
      namespace,
      plural: 'secrets',
      name,
      source: secret,
    });
  }
  if (source.configMap) {
    const map = objectOf(source.configMap);
    const name = textOf(map.name);
    return objectFiles({
      store,
      namespace,
      plural: 'configmaps',
      name,
      source: map,
    });
  }
  if (source.downwardAPI) return downward(pod, objectOf(source.downwardAPI));
  return new Map();
}

/** The files of a volume as far as the API's objects make them; throws {@link NotMountable}. */
export function volumeFiles(
  store: Pick<ClusterStore, 'get'>,
  pod: KubeObject,
  volume: JsonObject,
): Map<string, Buffer> {
  const projected = objectOf(volume.projected);
  if (!volume.projected) return sourceFiles(store, pod, volume, 'secretName');
  const files = new Map<string, Buffer>();
  for (const source of objectsOf(projected.sources)) {
    for (const [name, content] of sourceFiles(store, pod, source, 'name')) {
      files.set(name, content);
    }
  }
  return files;
}

/** The tokens that a volume wants beside its files. */
export function tokenRequests(volume: JsonObject): TokenRequest[] {
  return objectsOf(at(volume, 'projected', 'sources'))
    .filter(source => source.serviceAccountToken)
    .map(source => {
      const token = objectOf(source.serviceAccountToken);
      return {
        path: textOf(token.path) ?? 'token',
        audience: textOf(token.audience),
        expirationSeconds: Number(token.expirationSeconds ?? 3600),
      };
    });
}
