import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import { uniqueId } from '../../ids';
import type { CallContext, OperationsOf } from '../../Service';
import { alreadyExists, iamPage, mergeTags, shownRole } from './answers';
import type { IamState, RoleRecord } from './IamState';
import { requireAttachable, roleNamed } from './roleNamed';
import {
  requireName,
  requirePath,
  requireSessionDuration,
  requireTrustPolicy,
} from './validation';

/** Roles: creation, trust, boundary, tags, deletion. */
export function roleOperations(
  state: IamState,
  nameable: (arn: string, context: CallContext) => boolean,
): OperationsOf<typeof sdk> {
  const trustPolicyOf = (text: string | undefined, context: CallContext) =>
    requireTrustPolicy(text, arn => nameable(arn, context));

  return {
    CreateRole: (input, context) => {
      const name = input.RoleName ?? '';
      const path = input.Path ?? '/';
      requireName('roleName', name, 64);
      requirePath(path);
      requireSessionDuration(input.MaxSessionDuration);
      if (state.roles.get(name)) {
        throw alreadyExists(`Role with name ${name} already exists.`);
      }
      const role: RoleRecord = {
        name,
        path,
        arn: `arn:aws:iam::${context.account}:role${path}${name}`,
        id: uniqueId('AROA', 17),
        description: input.Description,
        trustPolicy: trustPolicyOf(input.AssumeRolePolicyDocument, context),
        maxSessionDuration: input.MaxSessionDuration ?? 3600,
        permissionsBoundary:
          input.PermissionsBoundary === undefined
            ? undefined
            : requireAttachable(state, input.PermissionsBoundary, 'boundary'),
        createdAt: context.now.getTime(),
        tags: mergeTags([], input.Tags),
        inlinePolicies: {},
        attachedPolicies: [],
      };
      state.roles.set(name, role);
      return { Role: shownRole(role) };
    },

    GetRole: (input, context) => ({
      Role: shownRole(roleNamed(state, input.RoleName, context)),
    }),

    ListRoles: (input, context) => {
      const roles = state.roles
        .filter(
          role =>
            role.path.startsWith(input.PathPrefix ?? '/') &&
            context.sees('iam', role.createdAt),
        )
        .map(shownRole);
      const { items, ...page } = iamPage(roles, input);
      return { ...page, Roles: items };
    },

    UpdateRole: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      requireSessionDuration(input.MaxSessionDuration);
      state.roles.patch(role.name, {
        description: input.Description ?? role.description,
        maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
      });
      return {};
    },

    UpdateRoleDescription: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      const changed = { ...role, description: input.Description };
      state.roles.set(role.name, changed);
      return { Role: shownRole(changed) };
    },

    UpdateAssumeRolePolicy: (input, context) => {
      const { name } = roleNamed(state, input.RoleName, context);
      const trustPolicy = trustPolicyOf(input.PolicyDocument, context);
      state.roles.patch(name, { trustPolicy });
      return {};
    },

    PutRolePermissionsBoundary: (input, context) => {
      const { name } = roleNamed(state, input.RoleName, context);
      const permissionsBoundary = requireAttachable(
        state,
        input.PermissionsBoundary ?? '',
        'boundary',
      );
      state.roles.patch(name, { permissionsBoundary });
      return {};
    },

    DeleteRolePermissionsBoundary: (input, context) => {
      const { name } = roleNamed(state, input.RoleName, context);
      state.roles.patch(name, { permissionsBoundary: undefined });
      return {};
    },

    DeleteRole: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      if (role.attachedPolicies.length > 0) {
        throw conflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(role.inlinePolicies).length > 0) {
        throw conflict('Cannot delete entity, must delete policies first.');
      }
      state.roles.delete(role.name);
      return {};
    },

    TagRole: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      state.roles.patch(role.name, { tags: mergeTags(role.tags, input.Tags) });
      return {};
    },

    UntagRole: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      state.roles.patch(role.name, {
        tags: role.tags.filter(tag => !input.TagKeys?.includes(tag.Key ?? '')),
      });
      return {};
    },

    ListRoleTags: (input, context) => {
      const { tags } = roleNamed(state, input.RoleName, context);
      const { items, ...page } = iamPage(tags, input);
      return { ...page, Tags: items };
    },
  };
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}
