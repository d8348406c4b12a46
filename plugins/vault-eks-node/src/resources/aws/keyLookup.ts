import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';

const never = async () => {
  // It is only looked up.
};

/** A KMS key that must be there already, looked up for its ARN; nothing is done to it. */
export function keyLookup(options: {
  readonly client: KMSClient;
  /** Id, ARN or alias. */
  readonly keyId: string;
}): ManagedResource<{ readonly arn?: string }, { readonly arn: string }> {
  const { client, keyId } = options;
  return {
    title: `KMS key ${keyId}`,

    async observe({ signal }) {
      const answer = await unlessAbsent(
        client.send(new DescribeKeyCommand({ KeyId: keyId }), {
          abortSignal: signal,
        }),
        'NotFoundException',
      );
      return { arn: answer?.KeyMetadata?.Arn };
    },

    diff: ({ arn }) =>
      arn
        ? []
        : [
            {
              field: 'endpoints.policy',
              from: 'narrow',
              refusal: `there is no such key, and a narrow policy of the KMS endpoint names the seal key. Make the key first, name another in seal.keyId, or choose endpoints.policy: wide.`,
            },
          ],

    ...{ create: never, update: never, delete: never },
    output: ({ arn = '' }) => ({ arn }),
    removal: async () => ({ verb: 'keep', reason: 'it is only looked up' }),
  };
}
