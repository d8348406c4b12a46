import type * as sdk from '@aws-sdk/client-secrets-manager';
import type { DeleteSecretRequest } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../AwsError';
import { uniqueId } from '../../ids';
import { pageOf } from '../../paging';
import type { OperationsOf } from '../../Service';
import { described, mergeTags, named } from './answers';
import { requireReplicable, type Replication } from './replication';
import type { Secrets } from './Secrets';
import type { SecretRecord } from './SecretsState';
import { addVersion, underNewKey, type SecretVault } from './versions';

const aDay = 24 * 3600_000;

/** The life of secrets: creation, description, deletion, restoration. */
export function secretOperations(
  secrets: Secrets,
  vault: SecretVault,
  replication: Replication,
): OperationsOf<typeof sdk> {
  return {
    CreateSecret: (input, context) => {
      const { region, account, now } = context;
      const name = input.Name ?? '';
      const present = secrets.state.resolve(name, region, now);
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
      requireReplicable(input.AddReplicaRegions, region);
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
      secrets.keep(secret);
      const status = replication.add(secret, input, context);
      return {
        ...named(secret),
        VersionId: version?.id,
        ReplicationStatus: status,
      };
    },

    DescribeSecret: (input, context) =>
      described(secrets.find(input.SecretId, context)),

    ListSecrets: (input, { region, now }) => {
      const names = (input.Filters ?? []).filter(
        filter => filter.Key === 'name',
      );
      const found = secrets.state.secrets.filter(
        secret =>
          secret.region === region &&
          (secret.goneAt ?? Infinity) > now.getTime() &&
          (secret.deletedAt === undefined ||
            input.IncludePlannedDeletion === true) &&
          names.every(filter =>
            filter.Values?.some(value => secret.name.startsWith(value)),
          ),
      );
      const page = pageOf(found, {
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

    UpdateSecret: (input, context) => {
      const present = secrets.writable(input.SecretId, context);
      const wanted = {
        ...present,
        description: input.Description ?? present.description,
        kmsKeyId: input.KmsKeyId ?? present.kmsKeyId,
      };
      const { secret, version } = addVersion(
        vault,
        underNewKey(vault, present, wanted, context),
        input,
        context,
      );
      const changed = { ...secret, changedAt: context.now.getTime() };
      secrets.keep(changed);
      replication.refresh(changed, context);
      return { ...named(secret), VersionId: version?.id };
    },

    DeleteSecret: (input, context) => {
      const secret = secrets.primary(input.SecretId, context);
      requireDeletable(secret, input, secrets);
      const now = context.now.getTime();
      const wait = input.ForceDeleteWithoutRecovery
        ? 0
        : (input.RecoveryWindowInDays ?? 30) * aDay;
      const gone = { ...secret, deletedAt: now, goneAt: now + wait };
      if (wait === 0) {
        secrets.state.secrets.delete(secret.arn);
      } else {
        secrets.keep(gone);
      }
      return { ...named(secret), DeletionDate: new Date(gone.goneAt) };
    },

    RestoreSecret: (input, context) => {
      const secret = secrets.primary(input.SecretId, context);
      secrets.keep({ ...secret, deletedAt: undefined, goneAt: undefined });
      return named(secret);
    },
  };
}

function requireDeletable(
  secret: SecretRecord,
  input: DeleteSecretRequest,
  secrets: Secrets,
): void {
  const days = input.RecoveryWindowInDays;
  if (input.ForceDeleteWithoutRecovery && days !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw new AwsError(
      'InvalidParameterException',
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    );
  }
  const regions = secrets.replicasOf(secret).map(replica => replica.region);
  if (regions.length > 0) {
    throw new AwsError(
      'InvalidRequestException',
      `You can't delete secret ${
        input.SecretId
      } that still has replica regions [${regions.join(',')}]`,
    );
  }
}
