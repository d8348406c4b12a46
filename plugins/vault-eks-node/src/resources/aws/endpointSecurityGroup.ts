import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  EC2Client,
  IpPermission,
  paginateDescribeSecurityGroups,
} from '@aws-sdk/client-ec2';
import { isAwsError } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { notOurs, ownerIn, Ownership, ownershipTags } from './ownership';

/** Who may speak to the endpoints. */
export interface EndpointSources {
  readonly cidrs: readonly string[];
  readonly groupIds: readonly string[];
}

/** How the security group is wanted. */
export interface EndpointSecurityGroupOptions {
  readonly client: EC2Client;
  readonly name: string;
  readonly ownership: Ownership;
  readonly vpcId: string;
  readonly sources: EndpointSources;
}

/** The security group as EC2 describes it. */
export interface ObservedSecurityGroup {
  readonly id: string;
  readonly owner?: string;
  /** The ranges and groups that reach port 443. */
  readonly sources: readonly string[];
}

/** What dependants know of the security group. */
export interface SecurityGroupOutput {
  readonly id: string;
}

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

function sourcesOf(permissions: readonly IpPermission[]): string[] {
  return permissions
    .filter(
      p => p.IpProtocol === 'tcp' && p.FromPort === 443 && p.ToPort === 443,
    )
    .flatMap(p => [
      ...(p.IpRanges ?? []).flatMap(range => range.CidrIp ?? []),
      ...(p.UserIdGroupPairs ?? []).flatMap(pair => pair.GroupId ?? []),
    ]);
}

/** The security group of the interface endpoints: HTTPS from those that need it. */
export function endpointSecurityGroup(
  options: EndpointSecurityGroupOptions,
): ManagedResource<ObservedSecurityGroup, SecurityGroupOutput> {
  const { client, name, ownership, vpcId } = options;
  const { owner } = ownership;
  const wanted = [...options.sources.cidrs, ...options.sources.groupIds];
  return {
    title: `security group ${name}`,

    async observe({ signal }) {
      const filters = [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'group-name', Values: [name] },
      ];
      for await (const page of paginateDescribeSecurityGroups(
        { client },
        { Filters: filters },
        { abortSignal: signal },
      )) {
        const group = page.SecurityGroups?.[0];
        if (group?.GroupId) {
          return {
            id: group.GroupId,
            owner: ownerIn(group.Tags),
            sources: sourcesOf(group.IpPermissions ?? []),
          };
        }
      }
      return undefined;
    },

    diff(observed): readonly Change[] {
      if (observed.owner !== owner) {
        return [
          notOurs({
            found: observed.owner,
            owner,
            fix: `Delete or rename ${observed.id}, or choose endpoints.kms and endpoints.sts: existing.`,
          }),
        ];
      }
      return wanted
        .filter(source => !observed.sources.includes(source))
        .map(source => ({ field: 'https', to: `allowed from ${source}` }));
    },

    async create({ signal }) {
      try {
        await client.send(
          new CreateSecurityGroupCommand({
            GroupName: name,
            Description: `VPC endpoints of the Vault ${owner}`,
            VpcId: vpcId,
            TagSpecifications: [
              {
                ResourceType: 'security-group',
                Tags: [
                  { Key: 'Name', Value: name },
                  ...ownershipTags(ownership),
                ],
              },
            ],
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (!isAwsError(error, 'InvalidGroup.Duplicate')) {
          throw error;
        }
      }
    },

    async update({ signal }, observed) {
      const missing = wanted.filter(
        source => !observed.sources.includes(source),
      );
      const groups = missing.filter(source => source.startsWith('sg-'));
      const ranges = missing.filter(source => !source.startsWith('sg-'));
      try {
        await client.send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId: observed.id,
            IpPermissions: [
              {
                ...HTTPS,
                IpRanges: ranges.length
                  ? ranges.map(CidrIp => ({ CidrIp }))
                  : undefined,
                UserIdGroupPairs: groups.length
                  ? groups.map(GroupId => ({ GroupId }))
                  : undefined,
              },
            ],
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        // A group that was made a moment ago may not be visible everywhere yet; the reconciler comes back.
        if (
          !isAwsError(
            error,
            'InvalidPermission.Duplicate',
            'InvalidGroup.NotFound',
          )
        ) {
          throw error;
        }
      }
    },

    async delete({ signal }, { id }) {
      await client.send(new DeleteSecurityGroupCommand({ GroupId: id }), {
        abortSignal: signal,
      });
    },

    output: observed => ({ id: observed.id }),
    predict: () => ({ id: 'sg-(new)' }),
  };
}
