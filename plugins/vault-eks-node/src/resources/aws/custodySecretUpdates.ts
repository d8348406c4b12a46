import {
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  PutResourcePolicyCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicaRegionType,
  ReplicateSecretToRegionsCommand,
  TagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { InputError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import type { Change } from '../../engine/ManagedResource';
import {
  copiesIn,
  CustodySecretOptions,
  ObservedCustodySecret,
} from './custodySecretChanges';
import { writePlaceholder } from './custodyValue';
import { tagsToPut } from './standing';

/**
 * Copies as Secrets Manager takes them. A multi-Region key has the same id everywhere and encrypts the copies too; any
 * other key is of one region, and the copies are encrypted by the key that AWS manages there.
 */
export function replicasInput(
  regions: readonly string[],
  kmsKeyId: string | undefined,
): ReplicaRegionType[] {
  const [multiRegionKey] = kmsKeyId?.match(/mrk-[0-9a-f]+$/) ?? [];
  return regions.map(Region => ({ Region, KmsKeyId: multiRegionKey }));
}

async function removeCopies(
  { client, name }: CustodySecretOptions,
  regions: readonly string[],
  abortSignal: AbortSignal,
) {
  if (regions.length > 0) {
    await client.send(
      new RemoveRegionsFromReplicationCommand({
        SecretId: name,
        RemoveReplicaRegions: [...regions],
      }),
      { abortSignal },
    );
  }
}

async function updateCopies(
  options: CustodySecretOptions,
  observed: ObservedCustodySecret,
  abortSignal: AbortSignal,
) {
  const { client, name, replicaRegions, kmsKeyId } = options;
  const found = copiesIn(observed);
  const missing = replicaRegions.filter(region => !found.includes(region));
  if (missing.length > 0) {
    await client.send(
      new ReplicateSecretToRegionsCommand({
        SecretId: name,
        AddReplicaRegions: replicasInput(missing, kmsKeyId),
        // A secret of that name in another region may hold what others need.
        ForceOverwriteReplicaSecret: false,
      }),
      { abortSignal },
    );
  }
  const surplus = found.filter(region => !replicaRegions.includes(region));
  await removeCopies(options, surplus, abortSignal);
}

/** @throws InputError when the policy would open the secret to everyone, or is none */
async function updatePolicy(
  { client, name, resourcePolicy }: CustodySecretOptions,
  abortSignal: AbortSignal,
) {
  if (!resourcePolicy) {
    await client.send(new DeleteResourcePolicyCommand({ SecretId: name }), {
      abortSignal,
    });
    return;
  }
  try {
    await client.send(
      new PutResourcePolicyCommand({
        SecretId: name,
        ResourcePolicy: JSON.stringify(resourcePolicy),
        BlockPublicPolicy: true,
      }),
      { abortSignal },
    );
  } catch (error) {
    if (isAwsError(error, 'PublicPolicyException')) {
      throw new InputError(
        'custody.resourcePolicy: it would open the recovery keys to everyone; name the principals that need them',
        error,
      );
    }
    if (isAwsError(error, 'MalformedPolicyDocumentException')) {
      throw new InputError(
        'custody.resourcePolicy: Secrets Manager does not take this policy; check its syntax, and that its principals exist',
        error,
      );
    }
    throw error;
  }
}

/** Brings the secret to the spec by the changes that were named; its value only when it has none. */
export async function updateCustodySecret(
  options: CustodySecretOptions,
  observed: ObservedCustodySecret,
  changes: readonly Change[],
  abortSignal: AbortSignal,
): Promise<void> {
  const { client, name, ownership, kmsKeyId } = options;
  const send = { abortSignal };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    kmsKeyId: () =>
      client.send(
        new UpdateSecretCommand({ SecretId: name, KmsKeyId: kmsKeyId }),
        send,
      ),
    replicaRegions: () => updateCopies(options, observed, abortSignal),
    resourcePolicy: () => updatePolicy(options, abortSignal),
    value: () => writePlaceholder(client, name, abortSignal),
  };
  const Tags = tagsToPut(changes, observed.tags, ownership);
  if (Tags.length > 0) {
    await client.send(new TagResourceCommand({ SecretId: name, Tags }), send);
  }
  for (const { field } of changes) {
    await calls[field]?.();
  }
}

async function isScheduled(
  { client, name }: CustodySecretOptions,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const { DeletedDate } = await client.send(
    new DescribeSecretCommand({ SecretId: name }),
    { abortSignal },
  );
  return DeletedDate !== undefined;
}

/**
 * Removes the copies, without which Secrets Manager deletes nothing, and lets the secret go in thirty days. It does not
 * mind that another run has done so meanwhile.
 */
export async function deleteCustodySecret(
  options: CustodySecretOptions,
  observed: ObservedCustodySecret,
  signal: AbortSignal,
): Promise<void> {
  const { client, name } = options;
  const copies = copiesIn(observed);
  await removeCopies(options, copies, signal);
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (;;) {
    await backoff.wait(signal);
    try {
      await client.send(
        new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 30 }),
        { abortSignal: signal },
      );
      return;
    } catch (error) {
      if (!isAwsError(error, 'InvalidRequestException')) {
        throw error;
      }
      if (await isScheduled(options, signal)) {
        return;
      }
      // Copies take a moment to go.
      if (copies.length === 0 || backoff.expired) {
        throw error;
      }
    }
  }
}
