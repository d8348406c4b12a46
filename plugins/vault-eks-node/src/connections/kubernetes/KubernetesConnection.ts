import type { Duplex, Readable } from 'node:stream';
import type {
  KubernetesObject,
  V1CertificateSigningRequest,
  V1ResourceAttributes,
} from '@kubernetes/client-node';

/** Every call stops on the signal. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** Names one object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Names a collection. */
export interface CollectionRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Names a pod and, where it matters, a container. */
export interface PodRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
}

/** How much of a pod's log is wanted. */
export interface PodLogRequest extends PodRef {
  readonly follow: boolean;
  readonly tailLines?: number;
  readonly sinceTime?: Date;
  readonly limitBytes?: number;
}

/** What a command in a pod left behind. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The API server of one EKS cluster. All failures are errors of `@backstage/errors`. */
export interface KubernetesConnection {
  readonly endpoint: string;
  /** The cluster CA as PEM: it signed the API server's certificate, and signs Vault's unless the spec chose another signer. */
  readonly caPem: string;
  /** A bearer token for programs that need one of their own, such as helm. */
  token(): Promise<string>;
  /** The API server's version, for example `v1.35.2`. */
  version(options: CallOptions): Promise<string>;
  get<T extends KubernetesObject>(
    ref: ObjectRef,
    options: CallOptions,
  ): Promise<T | undefined>;
  /** The whole collection, fetched page by page. */
  list<T extends KubernetesObject>(
    ref: CollectionRef,
    options: CallOptions,
  ): Promise<T[]>;
  /**
   * Server-side apply as field manager `vault-eks`.
   *
   * @throws ConflictError when another manager holds a field and `force` is not set
   */
  apply<T extends KubernetesObject>(
    object: T,
    options: CallOptions & { readonly force?: boolean },
  ): Promise<T>;
  /** @throws ConflictError when it exists */
  create<T extends KubernetesObject>(
    object: T,
    options: CallOptions,
  ): Promise<T>;
  /**
   * Merges into the status of a custom resource, when it is still as it was looked at.
   *
   * @throws ConflictError when it was changed meanwhile
   */
  patchStatus(
    patch: ObjectRef & {
      /** As it stands in paths, for example `certificates`. */
      readonly plural: string;
      readonly resourceVersion: string | undefined;
      readonly status: object;
    },
    options: CallOptions,
  ): Promise<void>;
  /** Absent is as good as deleted. */
  delete(ref: ObjectRef, options: CallOptions): Promise<void>;
  /** Writes the `Approved` condition; the object carries the resourceVersion that was looked at. */
  approve(
    csr: V1CertificateSigningRequest,
    options: CallOptions,
  ): Promise<void>;
  /** A short-lived token of a service account, by TokenRequest. */
  serviceAccountToken(
    request: {
      readonly namespace: string;
      readonly serviceAccount: string;
      readonly audience: string;
      readonly expirationSeconds: number;
    },
    options: CallOptions,
  ): Promise<string>;
  /** Whether the caller may do this (SelfSubjectAccessReview). */
  can(attributes: V1ResourceAttributes, options: CallOptions): Promise<boolean>;
  /** The log as bytes; with `follow` until the signal aborts or the container ends. */
  logs(request: PodLogRequest, options: CallOptions): Promise<Readable>;
  exec(
    request: PodRef & { readonly command: readonly string[] },
    options: CallOptions,
  ): Promise<ExecResult>;
  /** A byte stream to a port of the pod. */
  portForward(
    request: PodRef & { readonly port: number },
    options: CallOptions,
  ): Promise<Duplex>;
  close(): Promise<void>;
}
