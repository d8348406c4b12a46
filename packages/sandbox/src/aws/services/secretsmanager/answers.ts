import { shownReplicas } from './replicaStatus';
import type { SecretRecord } from './SecretsState';

/** What every answer says of its secret. */
export function named(secret: SecretRecord) {
  return { ARN: secret.arn, Name: secret.name };
}

/** A secret without its values. */
export function described(secret: SecretRecord) {
  return {
    ...named(secret),
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    RotationEnabled: false,
    PrimaryRegion:
      secret.primaryRegion ??
      (secret.replicas?.length ? secret.region : undefined),
    ReplicationStatus: shownReplicas(secret.replicas),
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    DeletedDate: secret.deletedAt ? new Date(secret.deletedAt) : undefined,
    Tags: [...secret.tags],
    VersionIdsToStages: Object.fromEntries(
      secret.versions
        .filter(version => version.stages.length > 0)
        .map(version => [version.id, [...version.stages]]),
    ),
  };
}

/** Old tags with the new ones put over them. */
export function mergeTags(
  old: SecretRecord['tags'],
  added: SecretRecord['tags'] | undefined,
) {
  const keys = new Set((added ?? []).map(tag => tag.Key));
  return [...old.filter(tag => !keys.has(tag.Key)), ...(added ?? [])];
}
