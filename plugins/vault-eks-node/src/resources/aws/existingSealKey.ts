import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KeyMetadata,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { ConflictError } from '@backstage/errors';
import { isDenied, unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { keyPolicyReaches } from './keyPolicyReach';
import { alsoNamedBy, KeyUse, refuseOtherUses } from './otherKeyUses';
import type { SealKeyOutput } from './sealKey';
import { KeyPlace, placeIn, unfitForSeal } from './sealKeyFitness';
import { SEAL_ACTIONS } from './sealKeyPolicy';

/** Which key is to be used. */
export interface ExistingSealKeyOptions extends KeyPlace {
  readonly client: KMSClient;
  /** Id, ARN or alias, as the spec names it. */
  readonly keyId: string;
  /** ARN that Vault's role has or will have. */
  readonly roleArn: string;
  /** What else the spec names keys for. */
  readonly otherUses: readonly KeyUse[];
}

/** What is known of the named key; nothing when there is none. */
export interface ObservedExistingKey {
  readonly key?: KeyMetadata;
  readonly usedAs: readonly KeyUse['field'][];
  /** Whether its policy and grants leave Vault's role out; `false` when they may not be read. */
  readonly unreachable: boolean;
}

/** Whether neither the key policy nor a grant can let Vault's role use the key. */
async function leavesOut(
  { client, roleArn, account }: ExistingSealKeyOptions,
  KeyId: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  try {
    const { Policy } = await client.send(
      new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
      { abortSignal },
    );
    const role = { arn: roleArn, account };
    if (!Policy || keyPolicyReaches(Policy, role, SEAL_ACTIONS)) {
      return false;
    }
    const { Grants } = await client.send(
      new ListGrantsCommand({ KeyId, GranteePrincipal: roleArn, Limit: 1 }),
      { abortSignal },
    );
    return !Grants?.length;
  } catch (error) {
    if (isDenied(error)) {
      return false;
    }
    throw error;
  }
}

/** A KMS key of others that unseals Vault; it is judged, and never changed, not even with `adopt: true`. */
export function existingSealKey(
  options: ExistingSealKeyOptions,
): ManagedResource<ObservedExistingKey, SealKeyOutput> {
  const { client, keyId, account, region, roleArn, otherUses } = options;
  const untouchable = async () => {
    throw new ConflictError(`The key ${keyId} is not ours to change`);
  };
  const refuse = (reason: string): readonly Change[] => [
    {
      field: 'seal.keyId',
      from: keyId,
      refusal: `the key ${keyId} does not fit: ${reason}. Name a fitting key in seal.keyId, or choose seal.key: create.`,
    },
  ];
  return {
    title: `KMS key ${keyId}`,
    async observe({ signal }) {
      const place = placeIn(keyId);
      const nothing = { usedAs: [], unreachable: false };
      if (place.region && place.region !== region) {
        // KMS knows the keys of its own region only.
        return { key: { KeyId: keyId, Arn: keyId }, ...nothing };
      }
      const answer = await unlessAbsent(
        client.send(new DescribeKeyCommand({ KeyId: keyId }), {
          abortSignal: signal,
        }),
        'NotFoundException',
      );
      const key = answer?.KeyMetadata;
      if (!key?.Arn || unfitForSeal(key, keyId, { account, region })) {
        return { key, ...nothing };
      }
      const [usedAs, unreachable] = await Promise.all([
        alsoNamedBy(client, key.Arn, otherUses, signal),
        leavesOut(options, key.Arn, signal),
      ]);
      return { key, usedAs, unreachable };
    },
    diff({ key, usedAs, unreachable }) {
      if (!key?.Arn) {
        return refuse(`there is no such key in ${region}`);
      }
      const reason = unfitForSeal(key, keyId, { account, region });
      if (reason) {
        return refuse(reason);
      }
      if (unreachable) {
        return refuse(
          `neither its key policy nor a grant lets ${roleArn} use it. Add a statement that allows ${SEAL_ACTIONS.join(
            ', ',
          )} to it, or to the account`,
        );
      }
      return refuseOtherUses(usedAs);
    },
    create: untouchable,
    update: untouchable,
    delete: untouchable,
    output: ({ key }) => ({ arn: key?.Arn ?? keyId }),
    adopted: () => true,
  };
}
