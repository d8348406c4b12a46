import type { KubeObject } from '../../kubelet/PodHost';
import type { ResourceType } from '../api/resources';

/**
 * Takes from what the client sent only what this endpoint may change: the status endpoint leaves the spec alone,
 * and the main one leaves the status alone.
 */
export function mergeSubresource(
  type: ResourceType,
  wanted: KubeObject,
  previous: KubeObject,
  subresource: string | undefined,
): KubeObject {
  if (subresource === 'status' || subresource === 'approval') {
    return {
      ...previous,
      metadata: { ...previous.metadata },
      status: wanted.status,
    };
  }
  if (!('status' in type.subresources)) return wanted;
  const next = { ...wanted };
  if (previous.status === undefined) delete next.status;
  else next.status = previous.status;
  return next;
}
