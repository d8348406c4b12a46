import { partitionOf } from '../../connections/aws';

/** The three calls that Vault's awskms seal makes. Source: recorded from Vault 1.21.4. */
export const SEAL_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'];

/**
 * The key policy: the account may administer the key, Vault's role may use it, and nobody but the break-glass principals
 * may disable or delete it, since a lost seal key is lost Vault data, backups included. Without such principals this
 * policy must be changed first, by whoever the account lets change key policies.
 *
 * The role is named in a condition and not as principal: KMS refuses principals that do not exist yet, and the role can
 * only be made after the key.
 */
export function sealKeyPolicy(options: {
  readonly account: string;
  readonly region: string;
  readonly roleArn: string;
  readonly breakGlassPrincipals: readonly string[];
  readonly guarded: boolean;
}): object {
  const { account, region, roleArn, breakGlassPrincipals, guarded } = options;
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
      // Whoever assumed a role is known to this condition by the ARN of the role.
      ...(breakGlassPrincipals.length > 0 && {
        Condition: {
          ArnNotEquals: { 'aws:PrincipalArn': breakGlassPrincipals },
        },
      }),
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}
