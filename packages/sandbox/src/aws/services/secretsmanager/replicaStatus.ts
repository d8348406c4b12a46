import type { ReplicationStatusType } from '@aws-sdk/client-secrets-manager';
import type { ReplicaStatus } from './SecretsState';

/** Replicas as DescribeSecret lists them. */
export function shownReplicas(
  replicas: readonly ReplicaStatus[] | undefined,
): ReplicationStatusType[] | undefined {
  return replicas && replicas.length > 0
    ? replicas.map(({ region, kmsKeyId, status, message }) => ({
        Region: region,
        KmsKeyId: kmsKeyId ?? 'alias/aws/secretsmanager',
        Status: status,
        StatusMessage: message,
      }))
    : undefined;
}
