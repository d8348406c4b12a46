import type { Duplex, Readable, Writable } from 'node:stream';

/** A JSON object of the Kubernetes API. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: Array<Record<string, unknown>>;
    finalizers?: string[];
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** A change seen by a watch inside the process. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/**
 * The API server's store as controllers and the kubelet use it inside the process. Resources are named as in
 * URLs: group (empty for core) and plural. Writes go through defaulting and bump resourceVersion, but not
 * through authentication. Reads hand out copies.
 */
export interface ClusterStore {
  get(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined;
  list(group: string, plural: string, namespace?: string): KubeObject[];
  create(group: string, plural: string, object: KubeObject): KubeObject;
  /** Reads, changes and writes back in one step; returns `undefined` when the object is gone. */
  modify(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => void,
  ): KubeObject | undefined;
  /** Deletes as the API would: sets deletionTimestamp where finalizers or a grace period ask for it. */
  delete(
    group: string,
    plural: string,
    namespace: string | undefined,
    name: string,
    options?: { gracePeriodSeconds?: number },
  ): void;
  /** Calls back for each present object as ADDED, then for each change; returns how to stop. */
  watch(
    group: string,
    plural: string,
    listener: (event: StoreEvent) => void,
  ): () => void;
}

/** How much of a container's log is wanted. */
export interface LogRequest {
  readonly container?: string;
  readonly follow: boolean;
  readonly tailLines?: number;
  readonly sinceTime?: Date;
  readonly sinceSeconds?: number;
  readonly timestamps: boolean;
  readonly limitBytes?: number;
  readonly previous: boolean;
}

/** The streams of an exec. */
export interface ExecStreams {
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** The kubelet's side of `pods/log`, `pods/exec` and `pods/portforward`. Errors carry a message for the client. */
export interface PodHost {
  /** Ends when the request's signal aborts, or at the end of the log when not following. Honours back-pressure. */
  logs(
    namespace: string,
    pod: string,
    request: LogRequest,
    signal: AbortSignal,
  ): Readable;
  /** Resolves with the exit code. */
  exec(
    namespace: string,
    pod: string,
    options: {
      readonly container?: string;
      readonly command: readonly string[];
      readonly tty: boolean;
    },
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number>;
  /** Connects to a port of the pod. */
  connect(namespace: string, pod: string, port: number): Promise<Duplex>;
}

/** Mints service-account tokens; the API server's TokenRequest and the kubelet's projected volumes both use it. */
export interface TokenIssuer {
  issue(options: {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly audiences?: readonly string[];
    readonly expirationSeconds?: number;
    readonly pod?: { readonly name: string; readonly uid: string };
  }): Promise<{ readonly token: string; readonly expiresAt: Date }>;
}
