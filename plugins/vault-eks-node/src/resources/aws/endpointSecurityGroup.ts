import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { deleteSecurityGroup } from './deleteSecurityGroup';
import {
  AwsTag,
  notOurs,
  ownerIn,
  Ownership,
  ownershipTags,
  tagChanges,
} from './ownership';
import { httpsFrom, IngressRule, rulesOf } from './securityGroupRules';
import { removalBy, tagsToPut } from './standing';
import { tagInEc2 } from './vpcEndpoints';

/** Who may speak to the endpoints. */
export interface EndpointSources {
  readonly groupIds: readonly string[];
  readonly cidrs: readonly string[];
  /** Why ranges are let in beside the groups; shown in the plan. */
  readonly because?: string;
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
  readonly tags: readonly AwsTag[];
  readonly rules: readonly IngressRule[];
}

/** What dependants know of the security group. */
export interface SecurityGroupOutput {
  readonly id: string;
}

const without = (
  rules: readonly IngressRule[],
  others: readonly IngressRule[],
) => rules.filter(({ words }) => !others.some(other => other.words === words));

/**
 * The security group of the interface endpoints: HTTPS from those that need it. It is ours alone, so whatever else is
 * let in is revoked.
 */
export function endpointSecurityGroup(
  options: EndpointSecurityGroupOptions,
): ManagedResource<ObservedSecurityGroup, SecurityGroupOutput> {
  const { client, name, ownership, vpcId, sources } = options;
  const { owner } = ownership;
  const { cidrs, groupIds, because } = sources;
  const wanted = httpsFrom([...groupIds, ...cidrs]);
  const reason = because && cidrs.length > 0 ? `, ${because}` : '';
  return {
    title: `security group ${name} (443 from ${[...groupIds, ...cidrs].join(
      ', ',
    )}${reason})`,

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
            tags: group.Tags ?? [],
            rules: rulesOf(group.IpPermissions ?? []),
          };
        }
      }
      return undefined;
    },

    diff({ id, tags, rules }): readonly Change[] {
      const found = ownerIn(tags);
      if (found !== owner) {
        return [
          notOurs({
            ...{ found, owner },
            fix: `Delete or rename ${id}, or choose existing for the interface endpoints.`,
          }),
        ];
      }
      return [
        ...tagChanges(tags, ownership),
        ...without(wanted, rules).map(({ words }) => ({
          field: 'ingress',
          to: words,
        })),
        ...without(rules, wanted).map(({ words }) => ({
          field: 'ingress',
          from: words,
          to: 'revoked',
        })),
      ];
    },

    async create({ signal }) {
      await unlessAbsent(
        client.send(
          new CreateSecurityGroupCommand({
            GroupName: name,
            Description: `VPC endpoints of the Vault ${owner}`,
            VpcId: vpcId,
            TagSpecifications: [
              {
                ResourceType: 'security-group',
                // EC2 refuses a key that is there twice.
                Tags: ownershipTags({
                  ...ownership,
                  tags: { Name: name, ...ownership.tags },
                }),
              },
            ],
          }),
          { abortSignal: signal },
        ),
        'InvalidGroup.Duplicate',
      );
    },

    async update({ signal }, { id, tags, rules }, changes) {
      const send = { abortSignal: signal };
      const put = tagsToPut(changes, tags, ownership);
      if (put.length > 0) {
        await tagInEc2({ client, id, tags: put, signal });
      }
      const permissions = (of: readonly IngressRule[]) => ({
        GroupId: id,
        IpPermissions: of.map(({ permission }) => permission),
      });
      const missing = without(wanted, rules);
      const unwanted = without(rules, wanted);
      // A group that was made a moment ago may not be visible everywhere yet; the reconciler comes back.
      if (missing.length > 0) {
        await unlessAbsent(
          client.send(
            new AuthorizeSecurityGroupIngressCommand({
              ...permissions(missing),
              TagSpecifications: [
                {
                  ResourceType: 'security-group-rule',
                  Tags: ownershipTags(ownership),
                },
              ],
            }),
            send,
          ),
          ...['InvalidPermission.Duplicate', 'InvalidGroup.NotFound'],
        );
      }
      // Only after what is wanted is let in, so that nobody is cut off in between.
      if (unwanted.length > 0) {
        await unlessAbsent(
          client.send(
            new RevokeSecurityGroupIngressCommand(permissions(unwanted)),
            send,
          ),
          ...['InvalidPermission.NotFound', 'InvalidGroup.NotFound'],
        );
      }
    },

    delete: (ctx, { id }) => deleteSecurityGroup({ client, id, ...ctx }),

    removal: async ({ tags }) => removalBy(tags, ownership),
    output: observed => ({ id: observed.id }),
    predict: () => ({ id: 'sg-(new)' }),
  };
}
