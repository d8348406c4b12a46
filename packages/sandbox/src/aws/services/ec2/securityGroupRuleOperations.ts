import type * as sdk from '@aws-sdk/client-ec2';
import type { IpPermission } from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import type { CallContext, OperationsOf } from '../../Service';
import type { Ec2State } from './Ec2State';
import { ec2Page } from './network';
import { SecurityGroupRegistry } from './SecurityGroupRegistry';
import { identityOf, peerOf, rulesFrom } from './securityGroupRules';
import { select } from './select';

/** What security groups let in and out. */
export function securityGroupRuleOperations(
  state: Ec2State,
): OperationsOf<typeof sdk> {
  const groups = new SecurityGroupRegistry(state);

  const authorize = (
    input: {
      readonly GroupId?: string;
      readonly IpPermissions?: IpPermission[];
    },
    isEgress: boolean,
    context: CallContext,
  ) => {
    const { region, account } = context;
    const group = groups.find(input.GroupId, context);
    const wanted = (input.IpPermissions ?? []).flatMap(permission =>
      rulesFrom(permission, {
        GroupId: group.GroupId,
        GroupOwnerId: account,
        IsEgress: isEgress,
      }),
    );
    const present = new Set(groups.rulesOf(group.GroupId).map(identityOf));
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
    const group = groups.find(input.GroupId, context);
    const unwanted = new Set(
      (input.IpPermissions ?? [])
        .flatMap(permission => rulesFrom(permission, { IsEgress: isEgress }))
        .map(identityOf),
    );
    const doomed = groups
      .rulesOf(group.GroupId)
      .filter(
        rule =>
          unwanted.has(identityOf(rule)) ||
          input.SecurityGroupRuleIds?.includes(rule.SecurityGroupRuleId ?? ''),
      );
    doomed.forEach(rule => state.rules.delete(rule.SecurityGroupRuleId ?? ''));
    return { Return: true };
  };

  return {
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

    AuthorizeSecurityGroupIngress: (input, context) =>
      authorize(input, false, context),
    AuthorizeSecurityGroupEgress: (input, context) =>
      authorize(input, true, context),
    RevokeSecurityGroupIngress: (input, context) =>
      revoke(input, false, context),
    RevokeSecurityGroupEgress: (input, context) => revoke(input, true, context),
  };
}
