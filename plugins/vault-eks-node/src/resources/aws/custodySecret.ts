import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
} from '@aws-sdk/client-secrets-manager';
import { arn, isAwsError, unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import {
  custodySecretChanges,
  CustodySecretOptions,
  ObservedCustodySecret,
} from './custodySecretChanges';
import {
  deleteCustodySecret,
  replicasInput,
  updateCustodySecret,
} from './custodySecretUpdates';
import { custodyValueOf, EMPTY_CUSTODY } from './custodyValue';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy } from './standing';

/** What dependants know of the secret. */
export interface CustodySecretOutput {
  readonly name: string;
  readonly arn: string;
}

/**
 * The secret that receives the recovery keys. It is made with a placeholder, which proves that it can be written; a value
 * that is in it is never written again from here.
 */
export function custodySecret(
  options: CustodySecretOptions,
): ManagedResource<ObservedCustodySecret, CustodySecretOutput> {
  const { client, name, ownership, named, kmsKeyId, replicaRegions } = options;
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
      if (!answer) {
        return undefined;
      }
      const tags = answer.Tags ?? [];
      const found = ownerIn(tags);
      const there = answer.DeletedDate === undefined;
      const [policy, value] = await Promise.all([
        there && (found === owner || ownership.adopt)
          ? client.send(new GetResourcePolicyCommand({ SecretId: name }), {
              abortSignal: signal,
            })
          : undefined,
        // What this product made holds what this product wrote.
        there && named && found === undefined
          ? custodyValueOf(client, name, signal)
          : undefined,
      ]);
      return {
        arn: answer.ARN ?? name,
        kmsKeyId: answer.KmsKeyId,
        deletedAt: answer.DeletedDate,
        primaryRegion: answer.PrimaryRegion,
        copies: answer.ReplicationStatus ?? [],
        resourcePolicy: policy?.ResourcePolicy,
        value,
        tags,
      };
    },

    diff: observed => custodySecretChanges(observed, options),

    async create({ signal }) {
      try {
        await client.send(
          new CreateSecretCommand({
            Name: name,
            Description: `Recovery keys of the Vault ${owner}`,
            SecretString: EMPTY_CUSTODY,
            KmsKeyId: kmsKeyId,
            AddReplicaRegions:
              replicaRegions.length > 0
                ? replicasInput(replicaRegions, kmsKeyId)
                : undefined,
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

    update: ({ signal }, observed, changes) =>
      updateCustodySecret(options, observed, changes, signal),

    delete: ({ signal }, observed) =>
      deleteCustodySecret(options, observed, signal),

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
    adopted: ({ tags }) => ownerIn(tags) !== owner,
    removal: async ({ tags, deletedAt }) =>
      deletedAt
        ? { verb: 'keep', reason: 'its deletion is scheduled already' }
        : removalBy(tags, ownership),
  };
}
