import { randomUUID } from 'node:crypto';
import type {
  ClusterStore,
  KubeObject,
  StoreEvent,
} from '../../kubelet/PodHost';
import type { ClusterFacts, Strategy } from '../admission/Strategy';
import { checkNamespace } from '../admission/namespaces';
import { nameProblems } from '../admission/names';
import {
  alreadyExists,
  ApiError,
  badRequest,
  conflict,
  invalid,
  notFound,
} from '../api/ApiError';
import { copyOf, sameJson, timestamp } from '../api/objects';
import { apiVersionOf, knownResource, ResourceType } from '../api/resources';
import type { UserInfo } from '../auth/UserInfo';
import { randomSuffix } from './randomSuffix';
import type { ObjectTable } from './ObjectTable';
import { DeleteOptions, markDeleted, mayBeRemoved } from './deletion';
import { mergeSubresource } from './subresource';

/** How a write came about. */
export interface WriteOptions {
  /** Who asked; absent for the cluster's own controllers. */
  readonly user?: UserInfo;
  /** Goes through everything except the last step. */
  readonly dryRun?: boolean;
  readonly subresource?: string;
  /** Notes in `managedFields` who owns what, from the object before and after. */
  readonly trackFields?: (
    next: KubeObject,
    previous: KubeObject | undefined,
  ) => void;
}

/** The outcome of a delete: gone, or still there with a deletion timestamp. */
export interface DeleteResult {
  readonly object: KubeObject;
  readonly removed: boolean;
}

/** Writes objects as the API server does: defaults, admission, validation, then the table. */
export class Registry implements ClusterStore {
  constructor(
    readonly table: ObjectTable,
    private readonly strategies: Readonly<Record<string, Strategy>>,
    readonly cluster: ClusterFacts,
  ) {}

  get(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    const found = this.table.get(knownResource(group, plural), namespace, name);
    return found && copyOf(found);
  }

  list(group: string, plural: string, namespace?: string): KubeObject[] {
    return this.table
      .list(knownResource(group, plural), namespace)
      .map(object => copyOf(object));
  }

  create(group: string, plural: string, object: KubeObject): KubeObject {
    return this.createObject(knownResource(group, plural), copyOf(object), {});
  }

  modify(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => void,
  ): KubeObject | undefined {
    const type = knownResource(group, plural);
    if (!this.table.get(type, namespace, name)) return undefined;
    return this.updateObject(
      type,
      namespace,
      name,
      current => {
        change(current);
        return current;
      },
      {},
    );
  }

  delete(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
    options: { gracePeriodSeconds?: number } = {},
  ): void {
    const type = knownResource(group, plural);
    if (!this.table.get(type, namespace, name)) return;
    this.deleteObject(type, namespace, name, options);
  }

  watch(
    group: string,
    plural: string,
    listener: (event: StoreEvent) => void,
  ): () => void {
    const type = knownResource(group, plural);
    const stop = this.table.subscribe(event => {
      if (event.resource !== type) return;
      listener({ type: event.type, object: copyOf(event.object) });
    });
    for (const object of this.list(group, plural)) {
      listener({ type: 'ADDED', object });
    }
    return stop;
  }

  /** Makes a new object, or throws an {@link ApiError}. */
  createObject(
    type: ResourceType,
    object: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const strategy = this.strategyOf(type);
    const context = this.contextOf(options);
    this.setServerMetadata(type, object, strategy);
    checkNamespace(type, object, context);
    if (options.user || object.status === undefined) {
      delete object.status;
      const status = strategy.initialStatus?.(object);
      if (status) object.status = status;
    }
    strategy.setDefaults?.(object);
    const problems = nameProblems(type, object.metadata.name);
    if (problems.length > 0)
      throw invalid(type, object.metadata.name, problems);
    strategy.prepareCreate?.(object, context);
    this.validate(type, object, undefined);
    options.trackFields?.(object, undefined);
    const { name, namespace } = object.metadata;
    if (this.table.get(type, namespace, name)) throw alreadyExists(type, name);
    if (options.dryRun) return object;
    return copyOf(this.table.put(type, object));
  }

  /** Changes a present object, or throws an {@link ApiError}; a change that changes nothing is not written. */
  updateObject(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    change: (current: KubeObject) => KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const previous = this.table.get(type, namespace, name);
    if (!previous) throw notFound(type, name);
    const wanted = change(copyOf(previous));
    this.checkIdentity(type, wanted, previous);
    const next = options.user
      ? mergeSubresource(type, wanted, previous, options.subresource)
      : wanted;
    this.keepServerMetadata(next, previous);
    const strategy = this.strategyOf(type);
    strategy.setDefaults?.(next);
    strategy.prepareUpdate?.(next, previous, this.contextOf(options));
    this.validate(type, next, previous);
    if (strategy.hasGeneration && specChanged(next, previous)) {
      next.metadata.generation = (previous.metadata.generation ?? 0) + 1;
    }
    options.trackFields?.(next, previous);
    if (sameJson(next, previous)) return next;
    if (options.dryRun) return next;
    if (next.metadata.deletionTimestamp && mayBeRemoved(type, next)) {
      this.table.remove(type, next);
      return next;
    }
    return copyOf(this.table.put(type, next));
  }

  /** Deletes at once, or marks the object when finalizers or a grace period ask for it. */
  deleteObject(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions & { readonly dryRun?: boolean },
  ): DeleteResult {
    const previous = this.table.get(type, namespace, name);
    if (!previous) throw notFound(type, name);
    checkPreconditions(type, previous, options);
    const next = markDeleted(type, copyOf(previous), options);
    const removed = mayBeRemoved(type, next);
    if (options.dryRun) return { object: next, removed };
    if (removed) {
      this.table.remove(type, previous);
      return { object: next, removed };
    }
    if (sameJson(next, previous)) return { object: next, removed };
    return { object: copyOf(this.table.put(type, next)), removed };
  }

  private strategyOf(type: ResourceType): Strategy {
    return this.strategies[`${type.group}/${type.plural}`] ?? {};
  }

  private contextOf(options: WriteOptions) {
    return { store: this, cluster: this.cluster, user: options.user };
  }

  private setServerMetadata(
    type: ResourceType,
    object: KubeObject,
    strategy: Strategy,
  ): void {
    object.apiVersion = apiVersionOf(type);
    object.kind = type.kind;
    const { metadata } = object;
    const prefix = metadata.generateName;
    if (!metadata.name && typeof prefix === 'string') {
      metadata.name = `${prefix}${randomSuffix()}`;
    }
    if (!metadata.name) {
      throw invalid(type, '', [
        {
          field: 'metadata.name',
          type: 'Required',
          detail: 'name or generateName is required',
        },
      ]);
    }
    if (metadata.resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    if (!type.namespaced) delete metadata.namespace;
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.selfLink;
    metadata.uid = randomUUID();
    metadata.creationTimestamp = timestamp();
    if (strategy.hasGeneration) metadata.generation = 1;
  }

  private checkIdentity(
    type: ResourceType,
    wanted: KubeObject,
    previous: KubeObject,
  ): void {
    const { name, resourceVersion, uid } = wanted.metadata;
    if (name !== previous.metadata.name) {
      throw badRequest(
        `the name of the object (${name}) does not match the name on the URL (${previous.metadata.name})`,
      );
    }
    if (uid && uid !== previous.metadata.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${previous.metadata.uid}`,
      );
    }
    if (
      resourceVersion &&
      resourceVersion !== '0' &&
      resourceVersion !== previous.metadata.resourceVersion
    ) {
      throw conflict(type, name);
    }
  }

  private keepServerMetadata(next: KubeObject, previous: KubeObject): void {
    next.apiVersion = previous.apiVersion;
    next.kind = previous.kind;
    const kept = [
      'namespace',
      'uid',
      'resourceVersion',
      'generation',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'managedFields',
    ];
    for (const key of kept) {
      if (previous.metadata[key] === undefined) delete next.metadata[key];
      else next.metadata[key] = previous.metadata[key];
    }
  }

  private validate(
    type: ResourceType,
    object: KubeObject,
    previous: KubeObject | undefined,
  ): void {
    const problems = this.strategyOf(type).validate?.(object, previous) ?? [];
    if (problems.length > 0)
      throw invalid(type, object.metadata.name, problems);
  }
}

function specChanged(next: KubeObject, previous: KubeObject): boolean {
  const { metadata: _m, status: _s, ...spec } = next;
  const { metadata: _pm, status: _ps, ...before } = previous;
  return (
    !sameJson(spec, before) ||
    next.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp
  );
}

function checkPreconditions(
  type: ResourceType,
  object: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion, name } = object.metadata;
  const mismatch = (what: string, wanted: string, actual?: string): ApiError =>
    conflict(
      type,
      name,
      `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${actual}). The object might have been deleted and then recreated`,
    );
  if (preconditions?.uid && preconditions.uid !== uid) {
    throw mismatch('UID', preconditions.uid, uid);
  }
  if (
    preconditions?.resourceVersion &&
    preconditions.resourceVersion !== resourceVersion
  ) {
    throw mismatch(
      'ResourceVersion',
      preconditions.resourceVersion,
      resourceVersion,
    );
  }
}
