import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { Change } from '../../../../engine/ManagedResource';

const identityOf = ({ apiVersion, kind, metadata }: KubernetesObject) =>
  [apiVersion, kind, metadata?.namespace, metadata?.name].join('/');

/**
 * What an install or upgrade would do to the objects of a release, for the plan: by kind and name only, since their
 * content may be secret. Objects are compared as they were rendered, so what others changed since does not count.
 */
export function objectChanges(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): Change[] {
  const was = new Map(before.map(object => [identityOf(object), object]));
  const willBe = new Map(after.map(object => [identityOf(object), object]));
  const names = (objects: readonly KubernetesObject[], kind?: string) =>
    objects
      .filter(object => object.kind === kind)
      .map(({ metadata }) => metadata?.name)
      .sort()
      .join(', ');
  const created = after.filter(object => !was.has(identityOf(object)));
  const deleted = before.filter(object => !willBe.has(identityOf(object)));
  const changed = after.filter(object => {
    const old = was.get(identityOf(object));
    return old && !isDeepStrictEqual(old, object);
  });
  const kinds = [
    ...new Set([...created, ...changed, ...deleted].map(({ kind }) => kind)),
  ].sort();
  return kinds.flatMap(kind => {
    const field = `objects.${kind}`;
    const [made, altered, gone] = [created, changed, deleted].map(objects =>
      names(objects, kind),
    );
    return [
      ...(made ? [{ field, to: made }] : []),
      ...(altered ? [{ field, from: altered, to: `${altered}, changed` }] : []),
      ...(gone ? [{ field, from: gone }] : []),
    ];
  });
}
