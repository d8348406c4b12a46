import type * as sdk from '@aws-sdk/client-iam';
import type { Policy } from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import { uniqueId } from '../../ids';
import type { OperationsOf } from '../../Service';
import { alreadyExists, iamPage, mergeTags, noSuchEntity } from './answers';
import type { IamState, PolicyRecord } from './IamState';
import { requireName, requirePath, requirePolicy } from './validation';

/** The account's own managed policies, each in its first and only version. */
export function managedPolicyOperations(
  state: IamState,
): OperationsOf<typeof sdk> {
  const find = (arn: string | undefined) => {
    const policy = state.policies.get(arn ?? '');
    if (!policy) {
      throw noSuchEntity(`Policy ${arn} was not found.`);
    }
    return policy;
  };

  return {
    CreatePolicy: (input, { account, now }) => {
      const name = input.PolicyName ?? '';
      const path = input.Path ?? '/';
      requireName('policyName', name, 128);
      requirePath(path);
      if (state.policies.find(policy => policy.name === name)) {
        throw alreadyExists(
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      }
      const policy: PolicyRecord = {
        name,
        path,
        arn: `arn:aws:iam::${account}:policy${path}${name}`,
        id: uniqueId('ANPA', 17),
        description: input.Description,
        document: requirePolicy(input.PolicyDocument),
        createdAt: now.getTime(),
        tags: mergeTags([], input.Tags),
      };
      state.policies.set(policy.arn, policy);
      return { Policy: shown(state, policy) };
    },

    GetPolicy: input => ({ Policy: shown(state, find(input.PolicyArn)) }),

    GetPolicyVersion: input => {
      const policy = find(input.PolicyArn);
      if (input.VersionId !== 'v1') {
        throw noSuchEntity(
          `Policy ${policy.arn} version ${input.VersionId} does not exist or is not attachable.`,
        );
      }
      return {
        PolicyVersion: {
          VersionId: 'v1',
          IsDefaultVersion: true,
          Document: encodeURIComponent(policy.document),
          CreateDate: new Date(policy.createdAt),
        },
      };
    },

    ListPolicies: input => {
      const policies = input.Scope === 'AWS' ? [] : state.policies.values();
      const { items, ...page } = iamPage(
        policies
          .filter(policy => policy.path.startsWith(input.PathPrefix ?? '/'))
          .map(policy => shown(state, policy)),
        input,
      );
      return { ...page, Policies: items };
    },

    DeletePolicy: input => {
      const policy = find(input.PolicyArn);
      const uses = usesOf(state, policy.arn);
      if (uses.attached + uses.boundaries > 0) {
        throw new AwsError(
          'DeleteConflict',
          'Cannot delete a policy attached to entities.',
          409,
        );
      }
      state.policies.delete(policy.arn);
      return {};
    },
  };
}

function usesOf(state: IamState, arn: string) {
  return {
    attached: state.roles.filter(role => role.attachedPolicies.includes(arn))
      .length,
    boundaries: state.roles.filter(role => role.permissionsBoundary === arn)
      .length,
  };
}

function shown(state: IamState, policy: PolicyRecord): Policy {
  const { attached, boundaries } = usesOf(state, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: boundaries,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
    Tags: [...policy.tags],
  };
}
