import {
  at,
  JsonObject,
  objectOf,
  objectsOf,
  stringMapOf,
  textOf,
} from '../../kube/api/json';
import type { ClusterStore, KubeObject } from '../PodHost';
import { fieldOf } from './fieldOf';

/** What the environment refers to is not there yet. */
export class NotConfigurable extends Error {}

const REFERENCE = /\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)/g;

/** Replaces `$(NAME)` as the kubelet does: unknown names stay, `$$` is a dollar. */
export function expand(
  text: string,
  env: Readonly<Record<string, string>>,
): string {
  return text.replace(REFERENCE, (whole, name?: string) => {
    if (whole === '$$') return '$';
    return name !== undefined && name in env ? env[name] : whole;
  });
}

function keyOf(
  store: Pick<ClusterStore, 'get'>,
  namespace: string,
  plural: 'secrets' | 'configmaps',
  reference: JsonObject,
): string | undefined {
  const name = textOf(reference.name) ?? '';
  const source = store.get('', plural, namespace, name);
  const value = stringMapOf(source?.data)[textOf(reference.key) ?? ''];
  if (value === undefined) {
    if (reference.optional === true) return undefined;
    throw new NotConfigurable(
      source
        ? `couldn't find key ${reference.key} in ${source.kind} ${namespace}/${name}`
        : `${plural.slice(0, -1)} "${name}" not found`,
    );
  }
  return plural === 'secrets' ? Buffer.from(value, 'base64').toString() : value;
}

/** The environment of a container: its own entries in order, each seeing those before it. */
export function environmentOf(
  store: Pick<ClusterStore, 'get'>,
  pod: KubeObject,
  container: JsonObject,
  base: Readonly<Record<string, string>>,
): Record<string, string> {
  const namespace = pod.metadata.namespace ?? 'default';
  const env: Record<string, string> = { ...base };
  for (const entry of objectsOf(container.env)) {
    const name = textOf(entry.name);
    if (!name) continue;
    const from = objectOf(entry.valueFrom);
    let value: string | undefined;
    if (from.fieldRef)
      value = fieldOf(pod, textOf(at(from, 'fieldRef', 'fieldPath')) ?? '');
    else if (from.secretKeyRef) {
      value = keyOf(store, namespace, 'secrets', objectOf(from.secretKeyRef));
    } else if (from.configMapKeyRef) {
      value = keyOf(
        store,
        namespace,
        'configmaps',
        objectOf(from.configMapKeyRef),
      );
    } else value = expand(textOf(entry.value) ?? '', env);
    if (value !== undefined) env[name] = value;
  }
  return env;
}
