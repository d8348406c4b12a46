import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError, forbidden, notFound } from '../api/ApiError';
import { knownResource, ResourceType } from '../api/resources';
import type { WriteContext } from './Strategy';

/** Refuses to make an object in a namespace that is missing or on its way out. */
export function checkNamespace(
  type: ResourceType,
  object: KubeObject,
  { store }: Pick<WriteContext, 'store'>,
): void {
  const { name, namespace } = object.metadata;
  if (!type.namespaced) return;
  if (!namespace) {
    throw new ApiError(
      400,
      'BadRequest',
      'an empty namespace may not be set during creation',
    );
  }
  const found = store.get('', 'namespaces', undefined, namespace);
  if (!found) throw notFound(knownResource('', 'namespaces'), namespace);
  if (found.metadata.deletionTimestamp) {
    throw forbidden(
      type,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
  }
}
