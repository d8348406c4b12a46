import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { keyNotFound } from './errors';
import { kmsPage } from './answers';
import type { KmsState } from './KmsState';

/** Names for keys. */
export function aliasOperations(state: KmsState): OperationsOf<typeof sdk> {
  const requireAlias = (name: string | undefined, context: CallContext) => {
    if (!state.aliases.get(`${context.region}/${name}`)) {
      throw keyNotFound(name ?? '', context);
    }
  };

  return {
    CreateAlias: (input, context) => {
      const { region, account, now } = context;
      const name = input.AliasName ?? '';
      if (!/^alias\/(?!aws\/)[\w/-]+$/.test(name)) {
        throw new AwsError(
          'InvalidAliasNameException',
          'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
        );
      }
      const key = state.require(input.TargetKeyId, context);
      if (state.aliases.get(`${region}/${name}`)) {
        throw new AwsError(
          'AlreadyExistsException',
          `An alias with the name arn:aws:kms:${region}:${account}:${name} already exists`,
        );
      }
      state.setAlias(name, key.id, region, now);
      return {};
    },

    UpdateAlias: (input, context) => {
      requireAlias(input.AliasName, context);
      const key = state.require(input.TargetKeyId, context);
      state.setAlias(
        input.AliasName ?? '',
        key.id,
        context.region,
        context.now,
      );
      return {};
    },

    DeleteAlias: (input, context) => {
      requireAlias(input.AliasName, context);
      state.aliases.delete(`${context.region}/${input.AliasName}`);
      return {};
    },

    ListAliases: (input, context) => {
      const { region, account } = context;
      const keyId =
        input.KeyId === undefined
          ? undefined
          : state.require(input.KeyId, context).id;
      const aliases = state.aliases
        .filter(
          alias =>
            alias.region === region &&
            (keyId === undefined || alias.keyId === keyId),
        )
        .map(alias => ({
          AliasName: alias.name,
          AliasArn: `arn:aws:kms:${region}:${account}:${alias.name}`,
          TargetKeyId: alias.keyId,
          CreationDate: new Date(alias.createdAt),
          LastUpdatedDate: new Date(alias.updatedAt),
        }));
      const { items, ...page } = kmsPage(aliases, input);
      return { ...page, Aliases: items };
    },
  };
}
