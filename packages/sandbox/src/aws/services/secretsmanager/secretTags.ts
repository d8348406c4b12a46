import type * as sdk from '@aws-sdk/client-secrets-manager';
import type { OperationsOf } from '../../Service';
import { mergeTags } from './answers';
import type { Secrets } from './Secrets';

/** Tags of secrets. */
export function tagOperations(secrets: Secrets): OperationsOf<typeof sdk> {
  return {
    TagResource: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      secrets.keep({ ...secret, tags: mergeTags(secret.tags, input.Tags) });
      return {};
    },

    UntagResource: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      const tags = secret.tags.filter(
        tag => !input.TagKeys?.includes(tag.Key ?? ''),
      );
      secrets.keep({ ...secret, tags });
      return {};
    },
  };
}
