import { partitionOf } from '../../connections/aws';

/** The three calls that Vault's awskms seal makes. Source: recorded from Vault 1.21.4. */
export const SEAL_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'];

/**
 * The key policy: the account may administer the key, Vault's role may use it, and nobody may disable or delete it until
 * this policy is changed first, since a lost seal key is lost Vault data, backups included.
 *
 * The role is named in a condition and not as principal: KMS refuses principals that do not exist yet, and the role can
 * only be made after the key.
 */
export function sealKeyPolicy(options: {
  readonly account: string;
  readonly region: string;
  readonly roleArn: string;
  readonly guarded: boolean;
}): object {
  const { account, region, roleArn, guarded } = options;
  const statements: object[] = [
    {
      Sid: 'AccountAdministration',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partitionOf(region)}:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'VaultSeal',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: SEAL_ACTIONS,
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
    },
  ];
  if (guarded) {
    statements.push({
      Sid: 'DeletionGuard',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'],
      Resource: '*',
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}
