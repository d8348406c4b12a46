import type { KubeObject } from '../../kubelet/PodHost';
import { at, isObject, listOf, numberOf } from '../api/json';
import { timestamp } from '../api/objects';
import type { ResourceType } from '../api/resources';

/** The part of `DeleteOptions` that is honoured. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly preconditions?: {
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
}

function isPod(type: ResourceType): boolean {
  return type.group === '' && type.plural === 'pods';
}

function gracePeriodOf(
  type: ResourceType,
  object: KubeObject,
  { gracePeriodSeconds }: DeleteOptions,
): number {
  if (!isPod(type)) return 0;
  // Nobody runs a pod that has no node, or that has ended: there is nothing to wait for.
  const phase = at(object, 'status', 'phase');
  const runs =
    at(object, 'spec', 'nodeName') &&
    phase !== 'Succeeded' &&
    phase !== 'Failed';
  if (!runs) return 0;
  return (
    gracePeriodSeconds ??
    numberOf(at(object, 'spec', 'terminationGracePeriodSeconds')) ??
    30
  );
}

/** Sets on the object what a delete leaves on it while it lives on. */
export function markDeleted(
  type: ResourceType,
  object: KubeObject,
  options: DeleteOptions,
): KubeObject {
  const { metadata } = object;
  const grace = gracePeriodOf(type, object, options);
  const present = numberOf(metadata.deletionGracePeriodSeconds);
  if (metadata.deletionTimestamp === undefined) {
    metadata.deletionTimestamp = timestamp(new Date(Date.now() + grace * 1000));
    metadata.deletionGracePeriodSeconds = grace;
    if (metadata.generation !== undefined) metadata.generation += 1;
    if (options.propagationPolicy === 'Foreground') {
      addFinalizer(object, 'foregroundDeletion');
    }
    if (options.propagationPolicy === 'Orphan') addFinalizer(object, 'orphan');
  } else if (present !== undefined && grace < present) {
    metadata.deletionTimestamp = timestamp(new Date(Date.now() + grace * 1000));
    metadata.deletionGracePeriodSeconds = grace;
  }
  if (type.group === '' && type.plural === 'namespaces') {
    object.status = {
      ...(isObject(object.status) ? object.status : {}),
      phase: 'Terminating',
    };
  }
  return object;
}

/** Whether nothing holds the object back any more once its deletion was asked for. */
export function mayBeRemoved(type: ResourceType, object: KubeObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return false;
  if (isPod(type) && object.metadata.deletionGracePeriodSeconds !== 0) {
    return false;
  }
  if (type.group === '' && type.plural === 'namespaces') {
    return listOf(at(object, 'spec', 'finalizers')).length === 0;
  }
  return true;
}

function addFinalizer(object: KubeObject, finalizer: string): void {
  const present = object.metadata.finalizers ?? [];
  if (!present.includes(finalizer)) {
    object.metadata.finalizers = [...present, finalizer];
  }
}
