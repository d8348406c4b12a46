import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { kmsPage } from './answers';
import { keyNotFound, requireNotPendingDeletion } from './errors';
import type { KmsState } from './KmsState';

const aliasesPerPage = 50;

/** Names for keys. */
export function aliasOperations(state: KmsState): OperationsOf<typeof sdk> {
  const requireAlias = (name: string | undefined, context: CallContext) => {
    requireAliasName(name ?? '');
    if (!state.alias(name ?? '', context)) {
      throw keyNotFound(name ?? '', context);
    }
  };
  const requireTarget = (
    reference: string | undefined,
    context: CallContext,
  ) => {
    if (reference?.includes('alias/')) {
      throw invalid('Aliases must refer to keys. Not aliases');
    }
    const key = state.require(reference, context);
    requireNotPendingDeletion(key);
    return key;
  };

  return {
    CreateAlias: (input, context) => {
      const { region, account, now } = context;
      const name = input.AliasName ?? '';
      requireAliasName(name);
      const key = requireTarget(input.TargetKeyId, context);
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
      const key = requireTarget(input.TargetKeyId, context);
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
            context.sees('kms', alias.createdAt) &&
            (keyId === undefined || alias.keyId === keyId),
        )
        .map(alias => ({
          AliasName: alias.name,
          AliasArn: `arn:aws:kms:${region}:${account}:${alias.name}`,
          TargetKeyId: alias.keyId,
          CreationDate: new Date(alias.createdAt),
          LastUpdatedDate: new Date(alias.updatedAt),
        }));
      const { items, ...page } = kmsPage(aliases, input, aliasesPerPage);
      return { ...page, Aliases: items };
    },
  };
}

function requireAliasName(name: string): void {
  if (!name.startsWith('alias/')) {
    throw invalid('Invalid identifier');
  }
  if (name.startsWith('alias/aws/')) {
    throw new AwsError('NotAuthorizedException', '');
  }
  if (name.includes(':')) {
    throw invalid(`${name} contains invalid characters for an alias`);
  }
  if (!/^[a-zA-Z0-9:/_-]+$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
