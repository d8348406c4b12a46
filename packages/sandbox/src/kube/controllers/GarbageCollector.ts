import type { KubeObject } from '../../kubelet/PodHost';
import { objectsOf } from '../api/json';
import { RESOURCE_TYPES, ResourceType } from '../api/resources';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';

interface Row {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

/** Deletes what belonged to owners that are gone; keys are the owners' uids. */
export class GarbageCollector implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    const { metadata } = event.object;
    const uid = metadata.uid ?? '';
    const waits = (metadata.finalizers ?? []).some(isPropagation);
    if (event.type === 'DELETED') return [uid, ...ownersOf(event.object)];
    if (waits) return [uid];
    // An object may also be made after its owner went.
    return event.type === 'ADDED' ? ownersOf(event.object) : [];
  }

  initialKeys(): readonly string[] {
    return this.rows().flatMap(({ object }) => ownersOf(object));
  }

  reconcile(uid: string): void {
    const owner = this.rows().find(row => row.object.metadata.uid === uid);
    const dependents = this.rows().filter(row =>
      ownersOf(row.object).includes(uid),
    );
    if (!owner) {
      dependents.forEach(row => this.release(row, uid));
      return;
    }
    if (!owner.object.metadata.deletionTimestamp) return;
    const finalizers = owner.object.metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) {
      dependents.forEach(row => this.disown(row, uid));
      this.finish(owner, 'orphan');
    } else if (finalizers.includes('foregroundDeletion')) {
      dependents.forEach(row => this.remove(row, 'Foreground'));
      if (dependents.length === 0) this.finish(owner, 'foregroundDeletion');
    }
  }

  /** A dependent with another living owner only loses this one. */
  private release(row: Row, uid: string): void {
    const others = ownersOf(row.object).filter(owner => owner !== uid);
    const living = others.some(owner =>
      this.rows().some(other => other.object.metadata.uid === owner),
    );
    if (living) this.disown(row, uid);
    else this.remove(row, 'Background');
  }

  private remove({ type, object }: Row, propagationPolicy: string): void {
    const { store } = this.context;
    const { namespace, name, deletionTimestamp } = object.metadata;
    if (deletionTimestamp || !store.table.get(type, namespace, name)) return;
    store.deleteObject(type, namespace, name, { propagationPolicy });
  }

  private disown({ type, object }: Row, uid: string): void {
    const { namespace, name } = object.metadata;
    this.context.store.modify(
      type.group,
      type.plural,
      namespace,
      name,
      current => {
        current.metadata.ownerReferences = objectsOf(
          current.metadata.ownerReferences,
        ).filter(reference => reference.uid !== uid);
      },
    );
  }

  private finish({ type, object }: Row, finalizer: string): void {
    const { namespace, name } = object.metadata;
    this.context.store.modify(
      type.group,
      type.plural,
      namespace,
      name,
      current => {
        current.metadata.finalizers = (
          current.metadata.finalizers ?? []
        ).filter(item => item !== finalizer);
      },
    );
  }

  private rows(): Row[] {
    return RESOURCE_TYPES.filter(type => !type.review).flatMap(type =>
      this.context.store.table.list(type).map(object => ({ type, object })),
    );
  }
}

function isPropagation(finalizer: string): boolean {
  return finalizer === 'orphan' || finalizer === 'foregroundDeletion';
}

function ownersOf(object: KubeObject): string[] {
  return objectsOf(object.metadata.ownerReferences).map(reference =>
    String(reference.uid),
  );
}
