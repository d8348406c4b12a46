import {
  DeleteAliasCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { isDenied, unlessAbsent } from '../../connections/aws';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import type { ObservedSealKey, SealKeyOptions } from './sealKeyChanges';
import { sealKeyPolicy } from './sealKeyPolicy';

/**
 * Schedules the end of the key. The guard in its policy holds for everybody, so the policy is changed first: a second
 * right (kms:PutKeyPolicy) that an accident does not exercise.
 */
export async function deleteSealKey(
  options: SealKeyOptions,
  { keyId: KeyId, state }: ObservedSealKey,
  signal: AbortSignal,
): Promise<void> {
  const { client, alias, deletionWindowDays } = options;
  const send = { abortSignal: signal };
  if (state !== 'PendingDeletion') {
    await client.send(
      new PutKeyPolicyCommand({
        KeyId,
        PolicyName: 'default',
        Policy: JSON.stringify(sealKeyPolicy({ ...options, guarded: false })),
      }),
      send,
    );
    // KMS may know the former policy for some seconds more.
    const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
    for (let scheduled = false; !scheduled; ) {
      await backoff.wait(signal);
      try {
        await client.send(
          new ScheduleKeyDeletionCommand({
            KeyId,
            PendingWindowInDays: deletionWindowDays,
          }),
          send,
        );
        scheduled = true;
      } catch (error) {
        if (!isDenied(error) || backoff.expired) {
          throw error;
        }
      }
    }
  }
  await unlessAbsent(
    client.send(new DeleteAliasCommand({ AliasName: alias }), send),
    'NotFoundException',
  );
}
