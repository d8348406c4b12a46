import type {
  Instance,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Tag,
  Volume,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';

/** A record of one region. */
export type Regional<T> = T & { readonly region: string };

/** A VPC with the two attributes that DescribeVpcs does not show. */
export type VpcRecord = Regional<Vpc> & {
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
};

/** A security group; its rules are records of their own. */
export type GroupRecord = Regional<
  Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>
> & {
  readonly createdAt?: number;
};

/** An endpoint; its state follows from the clock. */
export type EndpointRecord = Regional<
  Omit<VpcEndpoint, 'State' | 'CreationTimestamp'>
> & {
  readonly createdAt: number;
  readonly availableAt: number;
  readonly goneAt?: number;
  readonly clientToken?: string;
};

/** An instance; its launch time is kept as a number. */
export type InstanceRecord = Regional<Omit<Instance, 'LaunchTime'>> & {
  readonly launchedAt: number;
};

/** A volume; its time of creation is kept as a number. */
export type VolumeRecord = Regional<Omit<Volume, 'CreateTime'>> & {
  readonly createdAt: number;
};

/** Everything that EC2 knows, of all regions; keys are the resources' ids. */
export class Ec2State {
  readonly vpcs: Collection<VpcRecord>;
  readonly subnets: Collection<Regional<Subnet>>;
  readonly routeTables: Collection<Regional<RouteTable>>;
  readonly groups: Collection<GroupRecord>;
  readonly rules: Collection<Regional<SecurityGroupRule>>;
  readonly endpoints: Collection<EndpointRecord>;
  readonly instances: Collection<InstanceRecord>;
  readonly volumes: Collection<VolumeRecord>;

  constructor(store: StateStore) {
    this.vpcs = new Collection(store, 'aws.ec2.vpcs');
    this.subnets = new Collection(store, 'aws.ec2.subnets');
    this.routeTables = new Collection(store, 'aws.ec2.route-tables');
    this.groups = new Collection(store, 'aws.ec2.security-groups');
    this.rules = new Collection(store, 'aws.ec2.security-group-rules');
    this.endpoints = new Collection(store, 'aws.ec2.vpc-endpoints');
    this.instances = new Collection(store, 'aws.ec2.instances');
    this.volumes = new Collection(store, 'aws.ec2.volumes');
  }

  /** Every collection of things that carry tags, with the name DescribeTags gives their type. */
  taggable(): readonly TaggableCollection[] {
    return [
      taggable('vpc', this.vpcs),
      taggable('subnet', this.subnets),
      taggable('route-table', this.routeTables),
      taggable('security-group', this.groups),
      taggable('security-group-rule', this.rules),
      taggable('vpc-endpoint', this.endpoints),
      taggable('instance', this.instances),
      taggable('volume', this.volumes),
    ];
  }

  /** Tags of a resource, whatever it is; `undefined` when there is no such resource. */
  tagsOf(id: string): readonly Tag[] | undefined {
    return this.taggable()
      .map(collection => collection.tagsOf(id))
      .find(tags => tags !== undefined);
  }
}

interface TaggableCollection {
  readonly type: string;
  readonly entries: () => readonly {
    readonly id: string;
    readonly region: string;
    readonly tags: readonly Tag[];
  }[];
  readonly tagsOf: (id: string) => readonly Tag[] | undefined;
  readonly retag: (id: string, tags: Tag[]) => void;
}

function taggable<T extends { readonly region: string; Tags?: Tag[] }>(
  type: string,
  collection: Collection<T>,
): TaggableCollection {
  const tagsOf = (id: string) => {
    const item = collection.get(id);
    return item && (item.Tags ?? []);
  };
  return {
    type,
    entries: () =>
      collection.entries().map(([id, item]) => ({
        id,
        region: item.region,
        tags: item.Tags ?? [],
      })),
    tagsOf,
    retag: (id, tags) => {
      const item = collection.get(id);
      if (item) {
        collection.set(id, { ...item, Tags: tags });
      }
    },
  };
}
