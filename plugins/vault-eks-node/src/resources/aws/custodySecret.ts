import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { arn, isAwsError, unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { notOurs, ownerIn, Ownership, ownershipTags } from './ownership';

/** The value before Vault is initialised. */
export const EMPTY_CUSTODY = '{"state":"empty"}';

/** How the secret is wanted. */
export interface CustodySecretOptions {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly ownership: Ownership;
  /** Whether the spec names the secret, so that a foreign one is used as it is. */
  readonly named: boolean;
  readonly account: string;
  readonly region: string;
  /** Customer key of the secret; the key that AWS manages when left out. */
  readonly kmsKeyId?: string;
}

/** The secret as Secrets Manager describes it; never its value. */
export interface ObservedCustodySecret {
  readonly arn: string;
  readonly kmsKeyId?: string;
  /** Set when its deletion is scheduled. */
  readonly deletedAt?: Date;
  readonly owner?: string;
}

/** What dependants know of the secret. */
export interface CustodySecretOutput {
  readonly name: string;
  readonly arn: string;
}

/** The secret that receives the recovery keys. It is made here, and its value is never written again from here. */
export function custodySecret(
  options: CustodySecretOptions,
): ManagedResource<ObservedCustodySecret, CustodySecretOutput> {
  const { client, name, ownership, named, kmsKeyId } = options;
  const { owner } = ownership;
  return {
    title: `Secrets Manager secret ${name}`,
    retain: 'it holds the recovery keys',

    async observe({ signal }) {
      const answer = await unlessAbsent(
        client.send(new DescribeSecretCommand({ SecretId: name }), {
          abortSignal: signal,
        }),
        'ResourceNotFoundException',
      );
      return (
        answer && {
          arn: answer.ARN ?? name,
          kmsKeyId: answer.KmsKeyId,
          deletedAt: answer.DeletedDate,
          owner: ownerIn(answer.Tags),
        }
      );
    },

    diff(observed): readonly Change[] {
      if (observed.deletedAt) {
        return [
          {
            field: 'state',
            from: 'scheduled for deletion',
            to: 'available',
            refusal: `it is scheduled for deletion and may hold recovery keys. Restore it (aws secretsmanager restore-secret --secret-id ${name}), or name another in custody.secretName.`,
          },
        ];
      }
      if (observed.owner !== owner) {
        return named
          ? []
          : [
              notOurs({
                found: observed.owner,
                owner,
                fix: `Set custody.secretName: ${name} to use it as it is, or name another secret there.`,
              }),
            ];
      }
      return kmsKeyId && observed.kmsKeyId !== kmsKeyId
        ? [
            {
              field: 'kmsKeyId',
              from: observed.kmsKeyId ?? 'managed by AWS',
              to: kmsKeyId,
            },
          ]
        : [];
    },

    async create({ signal }) {
      try {
        await client.send(
          new CreateSecretCommand({
            Name: name,
            Description: `Recovery keys of the Vault ${owner}`,
            SecretString: EMPTY_CUSTODY,
            KmsKeyId: kmsKeyId,
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (!isAwsError(error, 'ResourceExistsException')) {
          throw error;
        }
      }
    },

    async update({ signal }) {
      await client.send(
        new UpdateSecretCommand({ SecretId: name, KmsKeyId: kmsKeyId }),
        { abortSignal: signal },
      );
    },

    async delete({ signal }) {
      await client.send(
        new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 30 }),
        { abortSignal: signal },
      );
    },

    output: observed => ({ name, arn: observed.arn }),
    // Secrets Manager ends the ARN with six characters of its own choice.
    predict: () => ({
      name,
      arn: arn(options.region, {
        service: 'secretsmanager',
        region: options.region,
        account: options.account,
        resource: `secret:${name}-??????`,
      }),
    }),
    adopted: observed => observed.owner !== owner,
  };
}
