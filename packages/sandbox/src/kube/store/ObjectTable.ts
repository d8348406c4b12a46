import type { KubeObject, StoreEvent } from '../../kubelet/PodHost';
import { isObject, listOf, objectsOf } from '../api/json';
import { RESOURCE_TYPES, ResourceType } from '../api/resources';
import { isKubeObject } from '../api/objects';

/** A change in the table, at the revision that it made. */
export interface TableEvent extends StoreEvent {
  readonly resource: ResourceType;
  readonly revision: number;
  /** What was there before; absent for ADDED. */
  readonly previous?: KubeObject;
}

type Listener = (event: TableEvent) => void;

const HISTORY_LENGTH = 5000;

function rowKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function resourceKey(type: ResourceType): string {
  return `${type.group}/${type.plural}`;
}

/**
 * All objects of one cluster with their revisions, as etcd would keep them. Objects in it are never changed in place:
 * each write replaces one, so readers may hold on to what they were given.
 */
export class ObjectTable {
  private readonly rows = new Map<string, Map<string, KubeObject>>();
  private readonly listeners = new Set<Listener>();
  private readonly history: TableEvent[] = [];
  private readonly undelivered: TableEvent[] = [];
  private current = 1;

  constructor(private readonly onChange: () => void = () => {}) {
    for (const type of RESOURCE_TYPES) {
      this.rows.set(resourceKey(type), new Map());
    }
  }

  /** The latest revision. */
  get revision(): number {
    return this.current;
  }

  /** The revision from which on every change is still known. */
  get oldestRevision(): number {
    return this.history.length > 0
      ? this.history[0].revision - 1
      : this.current;
  }

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.rowsOf(type).get(rowKey(namespace, name));
  }

  /** Objects in the order of namespace and name. */
  list(type: ResourceType, namespace?: string): KubeObject[] {
    const prefix = namespace === undefined ? '' : `${namespace}/`;
    return [...this.rowsOf(type).entries()]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** Stores the object under a new revision. */
  put(type: ResourceType, object: KubeObject): KubeObject {
    const rows = this.rowsOf(type);
    const key = rowKey(object.metadata.namespace, object.metadata.name);
    const previous = rows.get(key);
    const revision = this.nextRevision();
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(revision) },
    };
    rows.set(key, stored);
    this.record({
      type: previous ? 'MODIFIED' : 'ADDED',
      resource: type,
      object: stored,
      revision,
      previous,
    });
    return stored;
  }

  /** Forgets the object. */
  remove(type: ResourceType, object: KubeObject): void {
    const rows = this.rowsOf(type);
    const key = rowKey(object.metadata.namespace, object.metadata.name);
    const previous = rows.get(key);
    if (!previous) return;
    rows.delete(key);
    const revision = this.nextRevision();
    this.record({
      type: 'DELETED',
      resource: type,
      object: {
        ...previous,
        metadata: { ...previous.metadata, resourceVersion: String(revision) },
      },
      revision,
      previous,
    });
  }

  /** Changes after the revision, oldest first. */
  changesSince(revision: number): TableEvent[] {
    return this.history.filter(event => event.revision > revision);
  }

  /** Calls back, soon after, for each change from now on. */
  subscribe(listener: Listener): () => void {
    const since = this.current;
    const guarded: Listener = event => {
      if (event.revision > since) listener(event);
    };
    this.listeners.add(guarded);
    return () => this.listeners.delete(guarded);
  }

  /** Everything in the table, fit for JSON. */
  snapshot(): unknown {
    return {
      revision: this.current,
      objects: RESOURCE_TYPES.flatMap(type =>
        [...this.rowsOf(type).values()].map(object => ({
          resource: resourceKey(type),
          object,
        })),
      ),
    };
  }

  /** Fills an empty table from a snapshot. */
  restore(snapshot: unknown): void {
    if (!isObject(snapshot)) return;
    if (typeof snapshot.revision === 'number') this.current = snapshot.revision;
    for (const { resource, object } of objectsOf(listOf(snapshot.objects))) {
      if (typeof resource !== 'string' || !isKubeObject(object)) continue;
      this.rows
        .get(resource)
        ?.set(rowKey(object.metadata.namespace, object.metadata.name), object);
    }
  }

  private rowsOf(type: ResourceType): Map<string, KubeObject> {
    const rows = this.rows.get(resourceKey(type));
    if (!rows) throw new Error(`No table for ${resourceKey(type)}`);
    return rows;
  }

  private nextRevision(): number {
    this.current += 1;
    return this.current;
  }

  private record(event: TableEvent): void {
    this.history.push(event);
    if (this.history.length > HISTORY_LENGTH) this.history.shift();
    this.undelivered.push(event);
    if (this.undelivered.length === 1) {
      // Not at once: a listener that writes must not be called inside another listener's write.
      setImmediate(() => this.deliver());
    }
    this.onChange();
  }

  private deliver(): void {
    for (const event of this.undelivered.splice(0)) {
      for (const listener of [...this.listeners]) listener(event);
    }
  }
}
