import type { ClusterStore, KubeObject } from '../../kubelet/PodHost';
import type { Addons } from '../api/resources';
import type { FieldProblem } from '../api/ApiError';
import type { UserInfo } from '../auth/UserInfo';

/** What is true of the whole cluster. */
export interface ClusterFacts {
  readonly name: string;
  readonly region: string;
  readonly caCertificatePem: string;
  readonly hasLoadBalancerController: boolean;
  readonly addons?: Addons;
}

/** What a strategy may look at while a write is prepared. */
export interface WriteContext {
  readonly store: Pick<ClusterStore, 'get' | 'list'>;
  readonly cluster: ClusterFacts;
  /** Absent when a controller of the cluster itself writes. */
  readonly user?: UserInfo;
}

/** What is particular to one kind of object. */
export interface Strategy {
  /** Fills what the client may leave out. Must give the same answer when applied twice. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** Fills what only the server decides when the object is made, and refuses what admission forbids. */
  readonly prepareCreate?: (object: KubeObject, context: WriteContext) => void;
  /** As `prepareCreate`, for a change. */
  readonly prepareUpdate?: (
    object: KubeObject,
    previous: KubeObject,
    context: WriteContext,
  ) => void;
  /** Lists what is wrong with the object, or with this change of it. */
  readonly validate?: (
    object: KubeObject,
    previous: KubeObject | undefined,
  ) => FieldProblem[];
  /** Counts changes of the spec in `metadata.generation`. */
  readonly hasGeneration?: boolean;
  /** The status of a new object. */
  readonly initialStatus?: (object: KubeObject) => Record<string, unknown>;
}
