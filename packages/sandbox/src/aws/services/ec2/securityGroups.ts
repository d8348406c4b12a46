import type * as sdk from '@aws-sdk/client-ec2';
import type {
  IpPermission,
  SecurityGroup,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import type { CallContext, OperationsOf } from '../../Service';
import type { Ec2State, GroupRecord, Regional } from './Ec2State';
import { ec2Page } from './network';
import { byIds, notFound, select } from './select';
import {
  identityOf,
  peerOf,
  permissionsFrom,
  rulesFrom,
} from './securityGroupRules';
import { specifiedTags } from './tags';

const everything: IpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

/** Security groups and their rules. */
export function securityGroupOperations(
  state: Ec2State,
): OperationsOf<typeof sdk> {
  const visible = (context: CallContext) => {
    const sees = (group: GroupRecord) =>
      context.sees('ec2', group.createdAt ?? 0);
    return {
      get: (id: string) => [state.groups.get(id)].find(g => g && sees(g)),
      values: () => state.groups.filter(sees),
    };
  };
  const groupOf = (id: string | undefined, context: CallContext) =>
    byIds({
      items: visible(context),
      ids: [id ?? ''],
      region: context.region,
      notFound: notFound.group,
    })[0];
  const rulesOf = (groupId: string | undefined) =>
    state.rules.filter(rule => rule.GroupId === groupId);

  const authorize = (
    input: {
      readonly GroupId?: string;
      readonly IpPermissions?: IpPermission[];
    },
    isEgress: boolean,
    context: CallContext,
  ) => {
    const { region, account } = context;
    const group = groupOf(input.GroupId, context);
    const wanted = (input.IpPermissions ?? []).flatMap(permission =>
      rulesFrom(permission, {
        GroupId: group.GroupId,
        GroupOwnerId: account,
        IsEgress: isEgress,
      }),
    );
    const present = new Set(rulesOf(group.GroupId).map(identityOf));
    const duplicate = wanted.find(rule => present.has(identityOf(rule)));
    if (duplicate) {
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "peer: ${peerOf(
          duplicate,
        )}, ${duplicate.IpProtocol?.toUpperCase()}, from port: ${
          duplicate.FromPort
        }, to port: ${duplicate.ToPort}, ALLOW" already exists`,
      );
    }
    const rules = wanted.map(rule => ({
      ...rule,
      SecurityGroupRuleId: resourceId('sgr'),
      region,
    }));
    rules.forEach(rule => state.rules.set(rule.SecurityGroupRuleId, rule));
    return { Return: true, SecurityGroupRules: rules };
  };

  const revoke = (
    input: {
      readonly GroupId?: string;
      readonly IpPermissions?: IpPermission[];
      readonly SecurityGroupRuleIds?: string[];
    },
    isEgress: boolean,
    context: CallContext,
  ) => {
    const group = groupOf(input.GroupId, context);
    const unwanted = new Set(
      (input.IpPermissions ?? [])
        .flatMap(permission => rulesFrom(permission, { IsEgress: isEgress }))
        .map(identityOf),
    );
    const doomed = rulesOf(group.GroupId).filter(
      rule =>
        unwanted.has(identityOf(rule)) ||
        input.SecurityGroupRuleIds?.includes(rule.SecurityGroupRuleId ?? ''),
    );
    doomed.forEach(rule => state.rules.delete(rule.SecurityGroupRuleId ?? ''));
    return { Return: true };
  };

  return {
    DescribeSecurityGroups: (input, context) => {
      const groups = byIds({
        items: visible(context),
        ids: input.GroupIds,
        region: context.region,
        notFound: notFound.group,
      });
      const page = ec2Page(
        select(groups, input.Filters, {
          'group-id': group => [group.GroupId],
          'group-name': group => [group.GroupName],
          'vpc-id': group => [group.VpcId],
          description: group => [group.Description],
        }),
        input,
      );
      return {
        SecurityGroups: page.items.map(group =>
          withPermissions(group, rulesOf(group.GroupId)),
        ),
        NextToken: page.nextToken,
      };
    },

    DescribeSecurityGroupRules: (input, { region }) => {
      const page = ec2Page(
        select(
          state.rules.filter(
            rule =>
              rule.region === region &&
              (input.SecurityGroupRuleIds?.includes(
                rule.SecurityGroupRuleId ?? '',
              ) ??
                true),
          ),
          input.Filters,
          {
            'group-id': rule => [rule.GroupId],
            'security-group-rule-id': rule => [rule.SecurityGroupRuleId],
          },
        ),
        input,
      );
      return { SecurityGroupRules: page.items, NextToken: page.nextToken };
    },

    CreateSecurityGroup: (input, { region, account, now }) => {
      const vpcId = input.VpcId ?? '';
      if (state.vpcs.get(vpcId)?.region !== region) {
        throw notFound.vpc(vpcId);
      }
      if (
        state.groups.find(
          group => group.VpcId === vpcId && group.GroupName === input.GroupName,
        )
      ) {
        throw new AwsError(
          'InvalidGroup.Duplicate',
          `The security group '${input.GroupName}' already exists for VPC '${vpcId}'`,
        );
      }
      const groupId = resourceId('sg');
      const tags = specifiedTags(input.TagSpecifications, 'security-group');
      const arn = `arn:aws:ec2:${region}:${account}:security-group/${groupId}`;
      state.groups.set(groupId, {
        region,
        GroupId: groupId,
        GroupName: input.GroupName,
        Description: input.Description,
        VpcId: vpcId,
        OwnerId: account,
        SecurityGroupArn: arn,
        Tags: tags,
        createdAt: now.getTime(),
      });
      for (const rule of rulesFrom(everything, {
        GroupId: groupId,
        GroupOwnerId: account,
        IsEgress: true,
      })) {
        const id = resourceId('sgr');
        state.rules.set(id, { ...rule, SecurityGroupRuleId: id, region });
      }
      return { GroupId: groupId, SecurityGroupArn: arn, Tags: tags };
    },

    AuthorizeSecurityGroupIngress: (input, context) =>
      authorize(input, false, context),
    AuthorizeSecurityGroupEgress: (input, context) =>
      authorize(input, true, context),
    RevokeSecurityGroupIngress: (input, context) =>
      revoke(input, false, context),
    RevokeSecurityGroupEgress: (input, context) => revoke(input, true, context),

    DeleteSecurityGroup: (input, context) => {
      const { now } = context;
      const group = groupOf(input.GroupId, context);
      const id = group.GroupId ?? '';
      const isUsed =
        state.endpoints
          .values()
          .some(
            endpoint =>
              (endpoint.goneAt ?? Infinity) > now.getTime() &&
              endpoint.Groups?.some(used => used.GroupId === id),
          ) ||
        state.instances
          .values()
          .some(instance =>
            instance.SecurityGroups?.some(used => used.GroupId === id),
          ) ||
        state.rules
          .values()
          .some(
            rule =>
              rule.GroupId !== id && rule.ReferencedGroupInfo?.GroupId === id,
          );
      if (isUsed) {
        throw new AwsError(
          'DependencyViolation',
          `resource ${id} has a dependent object`,
        );
      }
      rulesOf(id).forEach(rule =>
        state.rules.delete(rule.SecurityGroupRuleId ?? ''),
      );
      state.groups.delete(id);
      return { Return: true, GroupId: id };
    },
  };
}

function withPermissions(
  group: GroupRecord,
  rules: readonly Regional<SecurityGroupRule>[],
): SecurityGroup {
  return {
    ...group,
    IpPermissions: permissionsFrom(rules.filter(rule => !rule.IsEgress)),
    IpPermissionsEgress: permissionsFrom(rules.filter(rule => rule.IsEgress)),
  };
}
