import type { AuditFilter, AuditTailEvent } from '../audit/AuditLine';
import type { VaultClusterSpecInput } from '../spec/VaultClusterSpec';
import type { VaultClusterRef } from '../spec/annotations';
import type { ClusterSnapshot } from '../status/ClusterSnapshot';
import type {
  StatusTransitions,
  TransitionKind,
} from '../status/StatusTransition';
import type { VaultClusterStatus } from '../status/VaultClusterStatus';

/** A cluster in the portal's registry. */
export interface RegisteredCluster {
  readonly ref: VaultClusterRef;
  /** Name of the catalog entity, `resource:default/<name>`. */
  readonly entityRef: string;
  readonly owner: string;
  readonly system?: string;
  readonly uiUrl?: string;
  /** ISO time. */
  readonly registeredAt: string;
}

/** Who told the portal of a cluster: the register action, an annotated catalog entity, or `vaultEks.clusters` of app-config. */
export type ClusterSource = 'registered' | 'catalog' | 'config';

/** A cluster that the portal knows, with what its monitor last saw. */
export interface FleetCluster extends RegisteredCluster {
  /** Each source once, however many know it. A portal's older backend leaves it out. */
  readonly sources?: readonly ClusterSource[];
  /** Absent until the monitor has looked. */
  readonly snapshot?: ClusterSnapshot;
}

/** Which changes of a cluster to list. */
export interface TransitionsRequest {
  readonly entityRef: string;
  /** Only these; all when left out. */
  readonly kinds?: readonly TransitionKind[];
  /** Only those with a smaller id: the next page. */
  readonly before?: number;
  /** At most 500. Default: 100. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** What a register call sends. */
export interface ClusterRegistration {
  readonly ref: VaultClusterRef;
  readonly owner: string;
  readonly system?: string;
  readonly uiUrl?: string;
  /**
   * The spec that it was deployed from, to compare it with. It is kept until the cluster is registered with another
   * one, and given out by no route.
   */
  readonly spec?: VaultClusterSpecInput;
}

/** How much history and which lines a tail starts with. */
export interface AuditTailRequest {
  readonly entityRef: string;
  /** Lines of history before live ones; at most 1000. */
  readonly history?: number;
  readonly filter?: AuditFilter;
  /** Resume after this line id. */
  readonly after?: string;
  readonly signal?: AbortSignal;
}

/** The portal's own API, `/api/vault-eks`. */
export interface VaultEksApi {
  /** @throws ResponseError with 401, 403, 404 or 503 */
  getStatus(
    entityRef: string,
    options?: { signal?: AbortSignal },
  ): Promise<VaultClusterStatus>;
  /** Server-sent events; ends when the signal aborts. Reconnecting is the caller's choice: pass `after`. */
  tailAudit(request: AuditTailRequest): AsyncIterable<AuditTailEvent>;
  /** Those that one may see, problems first. */
  listClusters(options?: { signal?: AbortSignal }): Promise<FleetCluster[]>;
  /**
   * What changed, the newest first: of `leader-changed`, the leader history.
   *
   * @throws ResponseError with 400, 401, 403 or 404
   */
  listTransitions(request: TransitionsRequest): Promise<StatusTransitions>;
  registerCluster(
    registration: ClusterRegistration,
  ): Promise<RegisteredCluster>;
  unregisterCluster(entityRef: string): Promise<void>;
}

/**
 * Paths below `/api/vault-eks`, shared by server and clients. `entityRef` travels as a query parameter.
 */
export const VAULT_EKS_ROUTES = {
  /** GET ?entityRef= */
  status: '/v1/status',
  /** GET ?entityRef=&history=&after=&operation=&pathPrefix=&mount=&actor=&errorsOnly=&text= as server-sent events named `line`, `unreadable`, `source`, data = JSON of {@link AuditTailEvent}'s payload, id = line id */
  audit: '/v1/audit',
  /** GET list, POST {@link ClusterRegistration}, DELETE ?entityRef= */
  clusters: '/v1/clusters',
  /** GET ?entityRef=&kinds=a,b&before=&limit= */
  transitions: '/v1/transitions',
} as const;

/** Topic of the events service on which the backend says that the registry changed. */
export const VAULT_EKS_REGISTRY_TOPIC = 'vault-eks.registry';

/**
 * Topic of the events service and channel of signals for what the monitor saw change. The payload of an event is a
 * `StatusTransition`; of a signal, the entity ref and the kinds: it says only where to look again.
 */
export const VAULT_EKS_STATUS_TOPIC = 'vault-eks.status';
