import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { OWNERSHIP_TAG } from '@vault-eks/backstage-plugin-vault-eks-common';
import { arn, unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { notOurs, Ownership } from './ownership';
import { sameDocument } from './sameDocument';
import { createKey, nameKey, ownerOf } from './sealKeyCreation';
import { sealKeyPolicy } from './sealKeyPolicy';

/** How the seal key is wanted. */
export interface SealKeyOptions {
  readonly client: KMSClient;
  /** `alias/…` */
  readonly alias: string;
  readonly ownership: Ownership;
  readonly account: string;
  readonly region: string;
  /** ARN that Vault's role has or will have. */
  readonly roleArn: string;
  readonly deletionWindowDays: number;
}

/** The key behind the alias, as KMS describes it. */
export interface ObservedSealKey {
  readonly keyId: string;
  readonly arn: string;
  readonly state: string;
  readonly rotation: boolean;
  readonly policy?: string;
  readonly owner?: string;
}

/** What dependants know of the seal key. */
export interface SealKeyOutput {
  readonly arn: string;
}

/** A dedicated KMS key that unseals Vault: rotated, usable by Vault's role only, guarded against deletion. */
export function sealKey(
  options: SealKeyOptions,
): ManagedResource<ObservedSealKey, SealKeyOutput> {
  const { client, alias, ownership, account, region, roleArn } = options;
  const { owner } = ownership;
  const policy = (guarded: boolean) =>
    sealKeyPolicy({ account, region, roleArn, guarded });

  return {
    title: `KMS key ${alias}`,
    retain: 'without it Vault can never be unsealed again, nor any backup read',

    async observe({ signal }) {
      const send = { abortSignal: signal };
      const answer = await unlessAbsent(
        client.send(new DescribeKeyCommand({ KeyId: alias }), send),
        'NotFoundException',
      );
      const key = answer?.KeyMetadata;
      if (!key?.KeyId || !key.Arn) {
        return undefined;
      }
      const { KeyId, Arn } = key;
      const [keyOwner, rotation, document] = await Promise.all([
        ownerOf(client, KeyId, signal),
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
      ]);
      return {
        keyId: KeyId,
        arn: Arn,
        state: key.KeyState ?? 'Unknown',
        rotation: rotation?.KeyRotationEnabled ?? false,
        policy: document.Policy,
        owner: keyOwner,
      };
    },

    diff(observed): readonly Change[] {
      if (observed.owner !== owner) {
        return [
          notOurs({
            found: observed.owner,
            owner,
            fix: `Set seal.key: existing and seal.keyId: ${alias} to use it as it is.`,
          }),
        ];
      }
      if (observed.state !== 'Enabled') {
        return [
          {
            field: 'state',
            from: observed.state,
            to: 'Enabled',
            refusal: `the key is ${observed.state}, and Vault cannot be unsealed with it. Enable it again (aws kms cancel-key-deletion, aws kms enable-key --key-id ${observed.keyId}), or release the alias ${alias}.`,
          },
        ];
      }
      const changes: Change[] = [];
      if (!observed.rotation) {
        changes.push({ field: 'rotation', from: 'off', to: 'on' });
      }
      if (!sameDocument(observed.policy, policy(true))) {
        changes.push({
          field: 'policy',
          from: 'another key policy',
          to: `administered by the account, used by ${roleArn}, guarded against deletion`,
        });
      }
      return changes;
    },

    async create({ signal }) {
      const keyId = await createKey(
        client,
        {
          Description: `Unseals the Vault ${owner}`,
          KeyUsage: 'ENCRYPT_DECRYPT',
          KeySpec: 'SYMMETRIC_DEFAULT',
          Policy: JSON.stringify(policy(true)),
          Tags: [{ TagKey: OWNERSHIP_TAG, TagValue: owner }],
        },
        { owner, signal },
      );
      await nameKey(client, { AliasName: alias, TargetKeyId: keyId }, signal);
    },

    async update({ signal }, { keyId }, changes) {
      const send = { abortSignal: signal };
      const fields = changes.map(change => change.field);
      if (fields.includes('rotation')) {
        await client.send(new EnableKeyRotationCommand({ KeyId: keyId }), send);
      }
      if (fields.includes('policy')) {
        await client.send(
          new PutKeyPolicyCommand({
            KeyId: keyId,
            PolicyName: 'default',
            Policy: JSON.stringify(policy(true)),
          }),
          send,
        );
      }
    },

    async delete({ signal }, { keyId }) {
      const send = { abortSignal: signal };
      await client.send(
        new PutKeyPolicyCommand({
          KeyId: keyId,
          PolicyName: 'default',
          Policy: JSON.stringify(policy(false)),
        }),
        send,
      );
      await client.send(
        new ScheduleKeyDeletionCommand({
          KeyId: keyId,
          PendingWindowInDays: options.deletionWindowDays,
        }),
        send,
      );
      await client.send(new DeleteAliasCommand({ AliasName: alias }), send);
    },

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
  };
}
