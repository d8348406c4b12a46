import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { pageOf } from '../../paging';
import type { OperationsOf } from '../../Service';
import { named } from './answers';
import type { Replication } from './replication';
import type { Secrets } from './Secrets';
import { addVersion, versionOf, type SecretVault } from './versions';

/** The values of secrets, version by version. */
export function valueOperations(
  secrets: Secrets,
  vault: SecretVault,
  replication: Replication,
): OperationsOf<typeof sdk> {
  return {
    GetSecretValue: (input, context) => {
      const secret = secrets.live(input.SecretId, context);
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
      const present = secrets.writable(input.SecretId, context);
      const { secret, version } = addVersion(vault, present, input, context);
      secrets.keep(secret);
      replication.refresh(secret, context);
      return {
        ...named(secret),
        VersionId: version?.id,
        VersionStages: [...(version?.stages ?? [])],
      };
    },

    UpdateSecretVersionStage: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      const stage = input.VersionStage ?? '';
      const versions = secret.versions.map(version => {
        const others = version.stages.filter(item => item !== stage);
        return {
          ...version,
          stages:
            version.id === input.MoveToVersionId ? [...others, stage] : others,
        };
      });
      const changed = { ...secret, versions };
      secrets.keep(changed);
      replication.refresh(changed, context);
      return named(secret);
    },

    ListSecretVersionIds: (input, context) => {
      const secret = secrets.find(input.SecretId, context);
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

    GetRandomPassword: input => ({
      RandomPassword: (randomUUID() + randomUUID())
        .replaceAll('-', '')
        .slice(0, input.PasswordLength ?? 32),
    }),
  };
}
