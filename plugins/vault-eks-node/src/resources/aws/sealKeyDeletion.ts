import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { isAwsError, isDenied, unlessAbsent } from '../../connections/aws';
import type { OperationContext } from '../../engine/ManagedResource';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import type { ObservedSealKey, SealKeyOptions } from './sealKeyChanges';
import { sealKeyPolicy } from './sealKeyPolicy';

async function isGoing(
  client: KMSClient,
  KeyId: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }), {
    abortSignal,
  });
  return KeyMetadata?.KeyState === 'PendingDeletion';
}

/**
 * Schedules the end of a key. The guard in its policy holds for everybody, so the policy is changed first: a second
 * right (kms:PutKeyPolicy) that an accident does not exercise. It does not mind that another run has done so meanwhile.
 */
async function scheduleDeletion(
  options: SealKeyOptions,
  KeyId: string,
  signal: AbortSignal,
): Promise<void> {
  const { client, deletionWindowDays } = options;
  const send = { abortSignal: signal };
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  let lifted = false;
  for (;;) {
    await backoff.wait(signal);
    try {
      if (!lifted) {
        await client.send(
          new PutKeyPolicyCommand({
            KeyId,
            PolicyName: 'default',
            Policy: JSON.stringify(
              sealKeyPolicy({ ...options, guarded: false }),
            ),
          }),
          send,
        );
        lifted = true;
      }
      await client.send(
        new ScheduleKeyDeletionCommand({
          KeyId,
          PendingWindowInDays: deletionWindowDays,
        }),
        send,
      );
      return;
    } catch (error) {
      const stateForbids = isAwsError(error, 'KMSInvalidStateException');
      if (stateForbids && (await isGoing(client, KeyId, signal))) {
        return;
      }
      // KMS may know the former policy for some seconds more.
      if (!lifted || !isDenied(error) || backoff.expired) {
        throw error;
      }
    }
  }
}

/** Schedules the end of the key, and releases its alias. */
export async function deleteSealKey(
  options: SealKeyOptions,
  { keyId, state }: ObservedSealKey,
  signal: AbortSignal,
): Promise<void> {
  const { client, alias } = options;
  if (state !== 'PendingDeletion') {
    await scheduleDeletion(options, keyId, signal);
  }
  await unlessAbsent(
    client.send(new DeleteAliasCommand({ AliasName: alias }), {
      abortSignal: signal,
    }),
    'NotFoundException',
  );
}

/**
 * Lets a key go that this run made while another run gave the alias to its own: nothing was ever sealed with it, and
 * nobody would find it again. Who may not do that is told how to have it done.
 */
export async function retireSurplusKey(
  options: SealKeyOptions,
  keyId: string,
  { signal, log }: OperationContext,
): Promise<void> {
  const { alias, region, deletionWindowDays: days } = options;
  const first = `another run gave ${alias} to its key first`;
  try {
    await scheduleDeletion(options, keyId, signal);
    log(`${first}; the key ${keyId} of this run ends in ${days} days`);
  } catch (error) {
    if (!isDenied(error)) {
      throw error;
    }
    log(
      `${first}, and this identity may not delete the key ${keyId} that it made itself: have it deleted (aws kms schedule-key-deletion --region ${region} --key-id ${keyId}, after its key policy lets somebody)`,
    );
  }
}
