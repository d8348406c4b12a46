import type * as sdk from '@aws-sdk/client-ec2';
import type { Volume } from '@aws-sdk/client-ec2';
import type { OperationsOf } from '../../Service';
import type { Ec2State, VolumeRecord } from './Ec2State';
import { ec2Page } from './network';
import { byIds, notFound, select } from './select';

/** What a driver of EBS in a cluster asks of EC2; the API for it is not served. */
export interface EbsVolumes {
  /** Tells of a volume that the driver has; one that is known already stays as it is. */
  made(volume: {
    readonly id: string;
    readonly region: string;
    readonly zone: string;
    readonly sizeGiB: number;
    readonly type: string;
    readonly encrypted: boolean;
    readonly kmsKeyId?: string;
    readonly tags: Readonly<Record<string, string>>;
  }): void;
  deleted(id: string): void;
}

/** The volumes behind what drivers make. */
export function ebsVolumes(state: Ec2State): EbsVolumes {
  return {
    made: ({ id, region, zone, sizeGiB, type, encrypted, kmsKeyId, tags }) => {
      if (state.volumes.get(id)) return;
      state.volumes.set(id, {
        region,
        VolumeId: id,
        AvailabilityZone: zone,
        Size: sizeGiB,
        VolumeType: type === 'gp2' ? 'gp2' : 'gp3',
        State: 'in-use',
        Encrypted: encrypted,
        ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        createdAt: Date.now(),
      });
    },
    deleted: id => {
      state.volumes.delete(id);
    },
  };
}

function described({ region: _, createdAt, ...volume }: VolumeRecord): Volume {
  return { ...volume, CreateTime: new Date(createdAt) };
}

/** EBS volumes, read only. */
export function volumeOperations(state: Ec2State): OperationsOf<typeof sdk> {
  return {
    DescribeVolumes: (input, { region }) => {
      const volumes = byIds({
        items: state.volumes,
        ids: input.VolumeIds,
        region,
        notFound: notFound.volume,
      });
      const page = ec2Page(
        select(volumes, input.Filters, {
          'volume-id': volume => [volume.VolumeId],
          encrypted: volume => [String(volume.Encrypted)],
          status: volume => [volume.State],
          'availability-zone': volume => [volume.AvailabilityZone],
        }),
        input,
      );
      return { Volumes: page.items.map(described), NextToken: page.nextToken };
    },
  };
}
