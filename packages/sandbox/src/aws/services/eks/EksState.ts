import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';

/** An add-on of a cluster. */
export interface AddonRecord {
  readonly cluster: string;
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly podIdentityAssociations: readonly string[];
}

/** Who may reach a cluster's API server, and as whom. */
export interface AccessEntryRecord {
  readonly cluster: string;
  readonly principalArn: string;
  readonly arn: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly type: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly policies: readonly AssociatedPolicy[];
}

/** An access policy of an entry, for the cluster or for some namespaces. */
export interface AssociatedPolicy {
  readonly arn: string;
  readonly scope: 'cluster' | 'namespace';
  readonly namespaces: readonly string[];
  readonly associatedAt: number;
}

/** What EKS keeps beside the clusters themselves; keys are `cluster/name`. */
export class EksState {
  readonly addons: Collection<AddonRecord>;
  readonly accessEntries: Collection<AccessEntryRecord>;
  /** The clusters that were deleted, by ARN. */
  readonly deleted: Collection<{ readonly at: number }>;

  constructor(store: StateStore) {
    this.addons = new Collection(store, 'aws.eks.addons');
    this.accessEntries = new Collection(store, 'aws.eks.access-entries');
    this.deleted = new Collection(store, 'aws.eks.deleted-clusters');
  }
}
