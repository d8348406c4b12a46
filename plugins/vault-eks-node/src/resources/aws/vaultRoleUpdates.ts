import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { InputError, isError } from '@backstage/errors';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import type { Change } from '../../engine/ManagedResource';
import { ABSENT, POLICY_NAME } from './observeRole';
import { tagsToPut } from './standing';
import {
  FurtherPolicy,
  ObservedRole,
  roleDescription,
  VaultRoleOptions,
} from './vaultRoleChanges';
import { permissionsPolicy, trustPolicy } from './vaultRolePolicies';

/** @throws InputError when IAM says that it is the boundary, and not the role, that does not exist */
export function throwIfNoBoundary(
  error: unknown,
  boundary: string | undefined,
): void {
  if (
    boundary &&
    isAwsError(error, ...ABSENT) &&
    isError(error) &&
    (error.message.includes(boundary) || /attachable/.test(error.message))
  ) {
    throw new InputError(
      `role.permissionsBoundary: there is no policy ${boundary}. Name one that exists, or leave it out`,
      error,
    );
  }
}

/** Takes policies off the role, and does not mind those that are gone. */
export async function removePolicies(
  options: { readonly client: IAMClient; readonly name: string },
  policies: readonly FurtherPolicy[],
  abortSignal: AbortSignal,
): Promise<void> {
  const { client, name: RoleName } = options;
  await Promise.all(
    policies.map(({ name, arn }) =>
      unlessAbsent<unknown>(
        arn
          ? client.send(
              new DetachRolePolicyCommand({ RoleName, PolicyArn: arn }),
              { abortSignal },
            )
          : client.send(
              new DeleteRolePolicyCommand({ RoleName, PolicyName: name }),
              { abortSignal },
            ),
        ...ABSENT,
      ),
    ),
  );
}

/**
 * Brings the role to the spec by the changes that were named. What cannot be seen everywhere yet is left: the reconciler
 * comes back.
 *
 * @throws InputError when there is no such permissions boundary
 */
export async function updateRole(
  options: VaultRoleOptions,
  observed: ObservedRole,
  changes: readonly Change[],
  abortSignal: AbortSignal,
): Promise<void> {
  const { client, name: RoleName, ownership, permissionsBoundary } = options;
  const send = { abortSignal };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    description: () =>
      client.send(
        new UpdateRoleDescriptionCommand({
          RoleName,
          Description: roleDescription(ownership),
        }),
        send,
      ),
    trust: () =>
      client.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName,
          PolicyDocument: JSON.stringify(trustPolicy(options)),
        }),
        send,
      ),
    permissionsBoundary: () =>
      permissionsBoundary
        ? client.send(
            new PutRolePermissionsBoundaryCommand({
              RoleName,
              PermissionsBoundary: permissionsBoundary,
            }),
            send,
          )
        : client.send(
            new DeleteRolePermissionsBoundaryCommand({ RoleName }),
            send,
          ),
    permissions: () =>
      client.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: POLICY_NAME,
          PolicyDocument: JSON.stringify(permissionsPolicy(options)),
        }),
        send,
      ),
    furtherPolicies: () =>
      removePolicies(options, observed.further, abortSignal),
  };
  try {
    const Tags = tagsToPut(changes, observed.tags, ownership);
    if (Tags.length > 0) {
      await client.send(new TagRoleCommand({ RoleName, Tags }), send);
    }
    for (const { field } of changes) {
      await calls[field]?.();
    }
  } catch (error) {
    throwIfNoBoundary(error, permissionsBoundary);
    if (!isAwsError(error, ...ABSENT)) {
      throw error;
    }
  }
}
