import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../AwsError';
import { uniqueId } from '../../ids';
import { pageOf } from '../../paging';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { CallContext, OperationsOf } from '../../Service';
import { described, mergeTags, named } from './answers';
import type { SecretRecord, SecretsState } from './SecretsState';
import { addVersion, versionOf, type SecretVault } from './versions';

const aDay = 24 * 3600_000;
const noSecret = "Secrets Manager can't find the specified secret.";

/** Secrets, their versions and their policies. */
export function secretOperations(
  state: SecretsState,
  vault: SecretVault,
): OperationsOf<typeof sdk> {
  const find = (id: string | undefined, { region, now }: CallContext) => {
    const secret = state.resolve(id ?? '', region, now);
    if (!secret) {
      throw new AwsError('ResourceNotFoundException', noSecret);
    }
    return secret;
  };
  const findLive = (id: string | undefined, context: CallContext) => {
    const secret = find(id, context);
    if (secret.deletedAt !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        `You can't perform this operation on the secret because it was marked for deletion.`,
      );
    }
    return secret;
  };
  const keep = (secret: SecretRecord) => state.secrets.set(secret.arn, secret);

  return {
    CreateSecret: (input, context) => {
      const { region, account, now } = context;
      const name = input.Name ?? '';
      const present = state.resolve(name, region, now);
      if (present) {
        throw present.deletedAt === undefined
          ? new AwsError(
              'ResourceExistsException',
              `The operation failed because the secret ${name} already exists.`,
            )
          : new AwsError(
              'InvalidRequestException',
              `You can't create this secret because a secret with this name is already scheduled for deletion.`,
            );
      }
      const suffix = uniqueId('', 6);
      const created: SecretRecord = {
        name,
        arn: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`,
        region,
        description: input.Description,
        kmsKeyId: input.KmsKeyId,
        createdAt: now.getTime(),
        changedAt: now.getTime(),
        deletedAt: undefined,
        goneAt: undefined,
        resourcePolicy: undefined,
        tags: mergeTags([], input.Tags),
        versions: [],
      };
      const { secret, version } = addVersion(vault, created, input, context);
      keep(secret);
      return { ...named(secret), VersionId: version?.id };
    },

    DescribeSecret: (input, context) =>
      described(find(input.SecretId, context)),

    ListSecrets: (input, { region, now }) => {
      const names = (input.Filters ?? []).filter(
        filter => filter.Key === 'name',
      );
      const secrets = state.secrets.filter(
        secret =>
          secret.region === region &&
          (secret.goneAt ?? Infinity) > now.getTime() &&
          (secret.deletedAt === undefined ||
            input.IncludePlannedDeletion === true) &&
          names.every(filter =>
            filter.Values?.some(value => secret.name.startsWith(value)),
          ),
      );
      const page = pageOf(secrets, {
        token: input.NextToken,
        limit: input.MaxResults,
      });
      return {
        SecretList: page.items.map(secret => {
          const { VersionIdsToStages, ...entry } = described(secret);
          return { ...entry, SecretVersionsToStages: VersionIdsToStages };
        }),
        NextToken: page.nextToken,
      };
    },

    GetSecretValue: (input, context) => {
      const secret = findLive(input.SecretId, context);
      const version = versionOf(secret, input);
      const value = vault.open(secret, version, context);
      return {
        ...named(secret),
        VersionId: version.id,
        VersionStages: [...version.stages],
        CreatedDate: new Date(version.createdAt),
        ...(version.kind === 'string'
          ? { SecretString: value.toString('utf8') }
          : { SecretBinary: value }),
      };
    },

    PutSecretValue: (input, context) => {
      const present = findLive(input.SecretId, context);
      const { secret, version } = addVersion(vault, present, input, context);
      keep(secret);
      return {
        ...named(secret),
        VersionId: version?.id,
        VersionStages: [...(version?.stages ?? [])],
      };
    },

    UpdateSecret: (input, context) => {
      const present = findLive(input.SecretId, context);
      const { secret, version } = addVersion(
        vault,
        {
          ...present,
          description: input.Description ?? present.description,
          kmsKeyId: input.KmsKeyId ?? present.kmsKeyId,
        },
        input,
        context,
      );
      keep({ ...secret, changedAt: context.now.getTime() });
      return { ...named(secret), VersionId: version?.id };
    },

    UpdateSecretVersionStage: (input, context) => {
      const secret = findLive(input.SecretId, context);
      const stage = input.VersionStage ?? '';
      const versions = secret.versions.map(version => {
        const others = version.stages.filter(item => item !== stage);
        return {
          ...version,
          stages:
            version.id === input.MoveToVersionId ? [...others, stage] : others,
        };
      });
      keep({ ...secret, versions });
      return named(secret);
    },

    ListSecretVersionIds: (input, context) => {
      const secret = find(input.SecretId, context);
      const versions = secret.versions.filter(
        version => version.stages.length > 0 || input.IncludeDeprecated,
      );
      const page = pageOf(versions, {
        token: input.NextToken,
        limit: input.MaxResults,
      });
      return {
        ...named(secret),
        Versions: page.items.map(version => ({
          VersionId: version.id,
          VersionStages: [...version.stages],
          CreatedDate: new Date(version.createdAt),
        })),
        NextToken: page.nextToken,
      };
    },

    DeleteSecret: (input, context) => {
      const secret = find(input.SecretId, context);
      const now = context.now.getTime();
      const wait = input.ForceDeleteWithoutRecovery
        ? 0
        : (input.RecoveryWindowInDays ?? 30) * aDay;
      const gone = { ...secret, deletedAt: now, goneAt: now + wait };
      if (wait === 0) {
        state.secrets.delete(secret.arn);
      } else {
        keep(gone);
      }
      return { ...named(secret), DeletionDate: new Date(gone.goneAt) };
    },

    RestoreSecret: (input, context) => {
      const secret = find(input.SecretId, context);
      keep({ ...secret, deletedAt: undefined, goneAt: undefined });
      return named(secret);
    },

    TagResource: (input, context) => {
      const secret = findLive(input.SecretId, context);
      keep({ ...secret, tags: mergeTags(secret.tags, input.Tags) });
      return {};
    },

    UntagResource: (input, context) => {
      const secret = findLive(input.SecretId, context);
      const tags = secret.tags.filter(
        tag => !input.TagKeys?.includes(tag.Key ?? ''),
      );
      keep({ ...secret, tags });
      return {};
    },

    PutResourcePolicy: (input, context) => {
      const secret = findLive(input.SecretId, context);
      if (!input.ResourcePolicy || !parsePolicy(input.ResourcePolicy)) {
        throw new AwsError(
          'MalformedPolicyDocumentException',
          'This resource policy contains invalid Json.',
        );
      }
      keep({ ...secret, resourcePolicy: input.ResourcePolicy });
      return named(secret);
    },

    GetResourcePolicy: (input, context) => {
      const secret = find(input.SecretId, context);
      return { ...named(secret), ResourcePolicy: secret.resourcePolicy };
    },

    DeleteResourcePolicy: (input, context) => {
      const secret = findLive(input.SecretId, context);
      keep({ ...secret, resourcePolicy: undefined });
      return named(secret);
    },

    ValidateResourcePolicy: input => {
      const isValid = parsePolicy(input.ResourcePolicy ?? '') !== undefined;
      return {
        PolicyValidationPassed: isValid,
        ValidationErrors: isValid
          ? []
          : [
              {
                CheckName: 'POLICY_SYNTAX',
                ErrorMessage: 'This resource policy contains invalid Json.',
              },
            ],
      };
    },

    GetRandomPassword: input => ({
      RandomPassword: (randomUUID() + randomUUID())
        .replaceAll('-', '')
        .slice(0, input.PasswordLength ?? 32),
    }),
  };
}
