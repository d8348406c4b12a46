import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { REPLICA_REGION } from './actAs';

/** Other than the default in everything on AWS that a deploy can change on what is there. */
export const everyChoice = (options: {
  /** ARN of the permissions boundary. */
  readonly policyArn: string;
  /** ARN of a key of the customer. */
  readonly keyArn: string;
  /** ARN of a principal that is kept from the recovery keys. */
  readonly stranger: string;
}): Partial<VaultClusterSpecInput> => {
  const { policyArn, keyArn, stranger } = options;
  return {
    tags: { team: 'secrets' },
    storage: {
      ...{ billing: 'provisioned', readCapacity: 5, writeCapacity: 5 },
      ...{ encryption: 'customer-key', encryptionKey: keyArn },
      ...{ pointInTimeRecovery: false, deletionProtection: false },
    },
    seal: { description: 'Seal of the platform', rotationPeriodDays: 180 },
    role: { permissionsBoundary: policyArn, sessionTags: true },
    custody: {
      kmsKeyId: keyArn,
      replicaRegions: [REPLICA_REGION],
      resourcePolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: stranger },
            Action: 'secretsmanager:*',
            Resource: '*',
          },
        ],
      },
    },
    endpoints: { privateDns: false },
  };
};
