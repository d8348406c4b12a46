import type * as sdk from '@aws-sdk/client-iam';
import type { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { iamPage, noSuchEntity } from './answers';
import type { IamState } from './IamState';
import { requireAttachable, roleNamed } from './roleNamed';
import { requireName, requirePolicy } from './validation';

/** The policies of roles: inline ones, and managed ones that are attached. */
export function rolePolicyOperations(
  state: IamState,
): OperationsOf<typeof sdk> {
  return {
    PutRolePolicy: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      const name = input.PolicyName ?? '';
      requireName('policyName', name, 128);
      const text = requirePolicy(input.PolicyDocument);
      state.roles.patch(role.name, {
        inlinePolicies: { ...role.inlinePolicies, [name]: text },
      });
      return {};
    },

    GetRolePolicy: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
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

    ListRolePolicies: (input, context) => {
      const { inlinePolicies } = roleNamed(state, input.RoleName, context);
      const { items, ...page } = iamPage(Object.keys(inlinePolicies), input);
      return { ...page, PolicyNames: items };
    },

    DeleteRolePolicy: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      const { [input.PolicyName ?? '']: gone, ...kept } = role.inlinePolicies;
      if (gone === undefined) {
        throw noSuchPolicy(input.PolicyName);
      }
      state.roles.patch(role.name, { inlinePolicies: kept });
      return {};
    },

    AttachRolePolicy: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      const arn = requireAttachable(state, input.PolicyArn ?? '', 'policy');
      state.roles.patch(role.name, {
        attachedPolicies: [...new Set([...role.attachedPolicies, arn])],
      });
      return {};
    },

    DetachRolePolicy: (input, context) => {
      const role = roleNamed(state, input.RoleName, context);
      if (!role.attachedPolicies.includes(input.PolicyArn ?? '')) {
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      }
      state.roles.patch(role.name, {
        attachedPolicies: role.attachedPolicies.filter(
          arn => arn !== input.PolicyArn,
        ),
      });
      return {};
    },

    ListAttachedRolePolicies: (input, context) => {
      const { attachedPolicies } = roleNamed(state, input.RoleName, context);
      const { items, ...page } = iamPage(attachedPolicies, input);
      const AttachedPolicies = items.map(arn => ({
        PolicyArn: arn,
        PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      }));
      return { ...page, AttachedPolicies };
    },
  };
}

function noSuchPolicy(name: string | undefined): AwsError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
