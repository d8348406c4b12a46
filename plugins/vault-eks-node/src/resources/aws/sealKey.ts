import {
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { arn, unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { alsoNamedBy } from './otherKeyUses';
import { ownershipTags } from './ownership';
import {
  descriptionOf,
  ObservedSealKey,
  sealKeyChanges,
  SealKeyOptions,
} from './sealKeyChanges';
import { createKey, nameKey } from './sealKeyCreation';
import { deleteSealKey, retireSurplusKey } from './sealKeyDeletion';
import { sealKeyPolicy } from './sealKeyPolicy';
import { kmsTags, tagKey, tagsOfKey } from './sealKeyTags';
import { removalBy, tagsToPut } from './standing';

/** What dependants know of the seal key. */
export interface SealKeyOutput {
  readonly arn: string;
}

/** How often KMS rotates a key for which it tells no period. */
const KMS_PERIOD_DAYS = 365;

/** A dedicated KMS key that unseals Vault: rotated, usable by Vault's role only, guarded against deletion. */
export function sealKey(
  options: SealKeyOptions,
): ManagedResource<ObservedSealKey, SealKeyOutput> {
  const { client, alias, ownership, account, region } = options;
  const Policy = JSON.stringify(sealKeyPolicy({ ...options, guarded: true }));

  return {
    title: `KMS key ${alias}`,
    retain: 'without it Vault can never be unsealed again, nor any backup read',

    async observe({ signal }) {
      const send = { abortSignal: signal };
      const answer = await unlessAbsent(
        client.send(new DescribeKeyCommand({ KeyId: alias }), send),
        'NotFoundException',
      );
      const metadata = answer?.KeyMetadata;
      if (!metadata?.KeyId || !metadata.Arn) {
        return undefined;
      }
      const { KeyId, Arn } = metadata;
      const [tags, rotation, document, usedAs] = await Promise.all([
        tagsOfKey(client, KeyId, signal),
        // KMS does not tell the rotation of a key that is not enabled or not symmetric.
        unlessAbsent(
          client.send(new GetKeyRotationStatusCommand({ KeyId }), send),
          'KMSInvalidStateException',
          'UnsupportedOperationException',
        ),
        client.send(
          new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
          send,
        ),
        alsoNamedBy(client, Arn, options.otherUses, signal),
      ]);
      return {
        keyId: KeyId,
        arn: Arn,
        state: metadata.KeyState ?? 'Unknown',
        metadata,
        rotationPeriodDays: rotation?.KeyRotationEnabled
          ? rotation.RotationPeriodInDays ?? KMS_PERIOD_DAYS
          : undefined,
        policy: document.Policy,
        tags,
        usedAs,
      };
    },

    diff: observed => sealKeyChanges(observed, options),

    async create(ctx) {
      const { signal } = ctx;
      const { keyId, made } = await createKey(
        client,
        {
          Description: descriptionOf(options),
          KeyUsage: 'ENCRYPT_DECRYPT',
          KeySpec: 'SYMMETRIC_DEFAULT',
          Policy,
          Tags: kmsTags(ownershipTags(ownership)),
        },
        { owner: ownership.owner, signal },
      );
      const holder = await nameKey(
        client,
        { AliasName: alias, TargetKeyId: keyId },
        signal,
      );
      if (made && holder !== undefined && holder !== keyId) {
        await retireSurplusKey(options, keyId, ctx);
      }
    },

    async update({ signal }, { keyId: KeyId, tags }, changes) {
      const send = { abortSignal: signal };
      const fields = changes.map(change => change.field);
      const missing = tagsToPut(changes, tags, ownership);
      await tagKey(client, KeyId, missing, signal);
      if (fields.includes('description')) {
        await client.send(
          new UpdateKeyDescriptionCommand({
            KeyId,
            Description: descriptionOf(options),
          }),
          send,
        );
      }
      if (fields.includes('rotation')) {
        await client.send(
          new EnableKeyRotationCommand({
            KeyId,
            RotationPeriodInDays: options.rotationPeriodDays,
          }),
          send,
        );
      }
      if (fields.includes('policy')) {
        await client.send(
          new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }),
          send,
        );
      }
    },

    delete: ({ signal }, observed) => deleteSealKey(options, observed, signal),

    output: observed => ({ arn: observed.arn }),
    // Lets a plan look at what names the key in its policy; KMS alone decides the id.
    predict: () => ({
      arn: arn(region, {
        service: 'kms',
        region,
        account,
        resource: 'key/(new)',
      }),
    }),
    removal: async ({ tags }) => removalBy(tags, ownership),
  };
}
