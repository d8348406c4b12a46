import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import { ABSENT, furtherPolicies, POLICY_NAME } from './observeRole';
import type { FurtherPolicy, VaultRoleOptions } from './vaultRoleChanges';
import { removePolicies } from './vaultRoleUpdates';

/**
 * Deletes the role after its policies. IAM may know of a policy for some seconds after it was taken off, and others may
 * have put one on meanwhile: while it says so, what is on the role is looked up and taken off again.
 */
export async function deleteRole(
  options: VaultRoleOptions,
  further: readonly FurtherPolicy[],
  abortSignal: AbortSignal,
): Promise<void> {
  const { client, name: RoleName } = options;
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (let known = further; ; ) {
    await backoff.wait(abortSignal);
    await removePolicies(
      options,
      [{ name: POLICY_NAME }, ...known],
      abortSignal,
    );
    try {
      await unlessAbsent(
        client.send(new DeleteRoleCommand({ RoleName }), { abortSignal }),
        ...ABSENT,
      );
      return;
    } catch (error) {
      const isUsed = isAwsError(
        error,
        'DeleteConflict',
        'DeleteConflictException',
      );
      if (!isUsed || backoff.expired) {
        throw error;
      }
    }
    known = await furtherPolicies(options, abortSignal);
  }
}
