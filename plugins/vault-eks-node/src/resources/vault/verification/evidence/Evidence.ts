import type {
  VaultClusterSpec,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AwsConnection } from '../../../../connections/aws';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import type { OperationContext } from '../../../../engine/ManagedResource';
import type { CheckPodResult } from '../../../kubernetes/checkPod';
import type { Custody } from '../../custody/Custody';
import type { VaultSession } from '../../session/VaultSession';
import type { NodeAnswer } from './askNodes';
import type { WrittenSecret } from './secretRoundTrip';

/** What the claims are tried on. */
export interface VerificationOptions {
  readonly spec: VaultClusterSpec;
  readonly names: VaultNames;
  readonly aws: AwsConnection;
  readonly kubernetes: KubernetesConnection;
  readonly session: VaultSession;
  readonly custody: Custody;
}

/** What claims about AWS are tried on. */
export type OnAws = Pick<VerificationOptions, 'spec' | 'names'> & {
  readonly aws: Pick<
    AwsConnection,
    'account' | 'region' | 'dynamodb' | 'ec2' | 'kms'
  >;
};

type Gather<T> = (ctx: OperationContext) => Promise<T>;

/** What several claims look at; each is gathered once in a verification, when the first claim asks. */
export interface Evidence extends VerificationOptions {
  /** What each running pod says of itself, over verified TLS. */
  readonly nodes: Gather<readonly NodeAnswer[]>;
  /** The pod that leads. */
  readonly leader: Gather<string>;
  /** A secret that was written and read through the active service, and is gone again. */
  readonly secret: Gather<WrittenSecret>;
  /** How many pods of the injector are ready, once all are. */
  readonly injector: Gather<number>;
  /** A pod inside the cluster that asked Vault for its state through the Services. */
  readonly insider: Gather<CheckPodResult>;
}
