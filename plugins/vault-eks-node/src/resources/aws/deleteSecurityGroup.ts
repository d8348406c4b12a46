import { DeleteSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ServiceUnavailableError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';
import { poll } from '../../connections/poll';
import type { OperationContext } from '../../engine/ManagedResource';

/**
 * Deletes a security group, and waits for the network interfaces of deleted endpoints, which outlive these for a while.
 *
 * @throws ServiceUnavailableError when something still uses the group after that time
 */
export async function deleteSecurityGroup(
  options: OperationContext & {
    readonly client: EC2Client;
    readonly id: string;
    /** Milliseconds. */
    readonly timeoutMs?: number;
    /** Milliseconds. */
    readonly intervalMs?: number;
  },
): Promise<void> {
  const { client, id, signal, log } = options;
  const { timeoutMs = 10 * 60_000, intervalMs = 3_000 } = options;
  let said = false;
  const attempt = async () => {
    try {
      await client.send(new DeleteSecurityGroupCommand({ GroupId: id }), {
        abortSignal: signal,
      });
      return true;
    } catch (error) {
      if (isAwsError(error, 'InvalidGroup.NotFound')) {
        return true;
      }
      if (!isAwsError(error, 'DependencyViolation')) {
        throw error;
      }
      if (!said) {
        log('waiting until no network interface uses it any more');
        said = true;
      }
      return undefined;
    }
  };
  await poll(attempt, {
    ...{ signal, timeoutMs, intervalMs },
    onTimeout: () =>
      new ServiceUnavailableError(
        `${id} is still in use, by a network interface or by a rule of another security group. Take it out there and run again.`,
      ),
  });
}
