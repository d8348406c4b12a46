import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import { uniqueId } from '../../ids';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { OperationsOf } from '../../Service';
import { alreadyExists, iamPage, mergeTags, noSuchEntity } from './answers';
import type { IamState, RoleRecord } from './IamState';

/** Roles and their policies. */
export function roleOperations(state: IamState): OperationsOf<typeof sdk> {
  const find = (name: string | undefined) => {
    const role = state.roles.get(name ?? '');
    if (!role) {
      throw noSuchEntity(`The role with name ${name} cannot be found.`);
    }
    return role;
  };

  return {
    CreateRole: (input, { account, now }) => {
      const name = input.RoleName ?? '';
      if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
        throw validation('roleName', name, '[\\w+=,.@-]+');
      }
      if (state.roles.get(name)) {
        throw alreadyExists(`Role with name ${name} already exists.`);
      }
      const path = input.Path ?? '/';
      const role: RoleRecord = {
        name,
        path,
        arn: `arn:aws:iam::${account}:role${path}${name}`,
        id: uniqueId('AROA', 17),
        description: input.Description,
        trustPolicy: requireTrustPolicy(input.AssumeRolePolicyDocument),
        maxSessionDuration: input.MaxSessionDuration ?? 3600,
        permissionsBoundary: input.PermissionsBoundary,
        createdAt: now.getTime(),
        tags: mergeTags([], input.Tags),
        inlinePolicies: {},
        attachedPolicies: [],
      };
      state.roles.set(name, role);
      return { Role: shown(role) };
    },

    GetRole: input => ({ Role: shown(find(input.RoleName)) }),

    ListRoles: input => {
      const roles = state.roles
        .filter(role => role.path.startsWith(input.PathPrefix ?? '/'))
        .map(shown);
      const { items, ...page } = iamPage(roles, input);
      return { ...page, Roles: items };
    },

    UpdateRole: input => {
      const role = find(input.RoleName);
      state.roles.patch(role.name, {
        description: input.Description ?? role.description,
        maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
      });
      return {};
    },

    UpdateAssumeRolePolicy: input => {
      const { name } = find(input.RoleName);
      const trustPolicy = requireTrustPolicy(input.PolicyDocument);
      state.roles.patch(name, { trustPolicy });
      return {};
    },

    DeleteRole: input => {
      const role = find(input.RoleName);
      if (role.attachedPolicies.length > 0) {
        throw conflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(role.inlinePolicies).length > 0) {
        throw conflict('Cannot delete entity, must delete policies first.');
      }
      state.roles.delete(role.name);
      return {};
    },

    TagRole: input => {
      const role = find(input.RoleName);
      state.roles.patch(role.name, { tags: mergeTags(role.tags, input.Tags) });
      return {};
    },

    UntagRole: input => {
      const role = find(input.RoleName);
      state.roles.patch(role.name, {
        tags: role.tags.filter(tag => !input.TagKeys?.includes(tag.Key ?? '')),
      });
      return {};
    },

    ListRoleTags: input => {
      const { items, ...page } = iamPage(find(input.RoleName).tags, input);
      return { ...page, Tags: items };
    },

    PutRolePolicy: input => {
      const role = find(input.RoleName);
      const text = requirePolicy(input.PolicyDocument);
      state.roles.patch(role.name, {
        inlinePolicies: {
          ...role.inlinePolicies,
          [input.PolicyName ?? '']: text,
        },
      });
      return {};
    },

    GetRolePolicy: input => {
      const role = find(input.RoleName);
      const text = role.inlinePolicies[input.PolicyName ?? ''];
      if (text === undefined) {
        throw noSuchPolicy(input.PolicyName);
      }
      return {
        RoleName: role.name,
        PolicyName: input.PolicyName,
        PolicyDocument: encodeURIComponent(text),
      };
    },

    ListRolePolicies: input => {
      const names = Object.keys(find(input.RoleName).inlinePolicies);
      const { items, ...page } = iamPage(names, input);
      return { ...page, PolicyNames: items };
    },

    DeleteRolePolicy: input => {
      const role = find(input.RoleName);
      const { [input.PolicyName ?? '']: gone, ...kept } = role.inlinePolicies;
      if (gone === undefined) {
        throw noSuchPolicy(input.PolicyName);
      }
      state.roles.patch(role.name, { inlinePolicies: kept });
      return {};
    },

    ListAttachedRolePolicies: input => {
      const { items, ...page } = iamPage(
        find(input.RoleName).attachedPolicies,
        input,
      );
      const AttachedPolicies = items.map(arn => ({
        PolicyArn: arn,
        PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      }));
      return { ...page, AttachedPolicies };
    },
  };
}

function shown(role: RoleRecord) {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: new Date(role.createdAt),
    // IAM sends documents percent-encoded.
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: role.tags.length > 0 ? [...role.tags] : undefined,
    PermissionsBoundary: role.permissionsBoundary
      ? {
          PermissionsBoundaryArn: role.permissionsBoundary,
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
        }
      : undefined,
    RoleLastUsed: {},
  };
}

function requirePolicy(text: string | undefined): string {
  if (!text || !parsePolicy(text)) {
    throw malformed('Syntax errors in policy.');
  }
  return text;
}

function requireTrustPolicy(text: string | undefined): string {
  const policy = text ? parsePolicy(text) : undefined;
  if (!text || !policy) {
    throw malformed('This policy contains invalid Json');
  }
  for (const statement of policy.Statement) {
    if (statement.Resource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (statement.Principal === undefined) {
      throw malformed('Missing required field Principal');
    }
  }
  return text;
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message, 400);
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}

function noSuchPolicy(name: string | undefined): AwsError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}

function validation(member: string, value: string, pattern: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    400,
  );
}
