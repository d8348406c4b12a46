import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { isAwsError } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { deleteRole } from './deleteRole';
import { observeRole } from './observeRole';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy } from './standing';
import {
  ObservedRole,
  roleChanges,
  roleDescription,
  VaultRoleOptions,
} from './vaultRoleChanges';
import { trustPolicy } from './vaultRolePolicies';
import { throwIfNoBoundary, updateRole } from './vaultRoleUpdates';

/** What dependants know of the role. */
export interface RoleOutput {
  readonly name: string;
  readonly arn: string;
}

/** The role that Vault's pods assume by their service account. */
export function vaultRole(
  options: VaultRoleOptions,
): ManagedResource<ObservedRole, RoleOutput> {
  const { client, name, arn, ownership, permissionsBoundary } = options;
  return {
    title: `IAM role ${name}`,

    async observe({ signal, log }) {
      const observed = await observeRole(options, signal);
      const { letsIn, missing } = observed?.fitness ?? {};
      if (options.named && letsIn && !ownership.adopt && !missing) {
        log(
          'whether it allows what Vault needs is unknown: iam:SimulatePrincipalPolicy is not allowed',
        );
      }
      return observed;
    },

    diff: observed => roleChanges(observed, options),

    async create({ signal }) {
      try {
        await client.send(
          new CreateRoleCommand({
            RoleName: name,
            Path: options.path,
            Description: roleDescription(ownership),
            AssumeRolePolicyDocument: JSON.stringify(trustPolicy(options)),
            PermissionsBoundary: permissionsBoundary,
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        throwIfNoBoundary(error, permissionsBoundary);
        if (
          !isAwsError(
            error,
            'EntityAlreadyExistsException',
            'EntityAlreadyExists',
          )
        ) {
          throw error;
        }
      }
    },

    update: ({ signal }, observed, changes) =>
      updateRole(options, observed, changes, signal),

    delete: ({ signal }, { further }) => deleteRole(options, further, signal),

    output: observed => ({ name, arn: observed.arn }),
    predict: () => ({ name, arn }),
    adopted: ({ tags }) => ownerIn(tags) !== ownership.owner,
    removal: async ({ tags }) => removalBy(tags, ownership),
  };
}
