import type * as sdk from '@aws-sdk/client-ec2';
import type {
  IpPermission,
  SecurityGroup,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import type { OperationsOf } from '../../Service';
import type { Ec2State, GroupRecord, Regional } from './Ec2State';
import { ec2Page } from './network';
import { SecurityGroupRegistry } from './SecurityGroupRegistry';
import { byIds, notFound, select } from './select';
import { permissionsFrom, rulesFrom } from './securityGroupRules';
import { specifiedTags } from './tags';

const everything: IpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

/** Security groups and their rules. */
export function securityGroupOperations(
  state: Ec2State,
): OperationsOf<typeof sdk> {
  const groups = new SecurityGroupRegistry(state);

  return {
    DescribeSecurityGroups: (input, context) => {
      const found = byIds({
        items: groups.visible(context),
        ids: input.GroupIds,
        region: context.region,
        notFound: notFound.group,
      });
      const page = ec2Page(
        select(found, input.Filters, {
          'group-id': group => [group.GroupId],
          'group-name': group => [group.GroupName],
          'vpc-id': group => [group.VpcId],
          description: group => [group.Description],
        }),
        input,
      );
      return {
        SecurityGroups: page.items.map(group =>
          withPermissions(group, groups.rulesOf(group.GroupId)),
        ),
        NextToken: page.nextToken,
      };
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

    DeleteSecurityGroup: (input, context) => {
      const { now } = context;
      const group = groups.find(input.GroupId, context);
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
      groups
        .rulesOf(id)
        .forEach(rule => state.rules.delete(rule.SecurityGroupRuleId ?? ''));
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
