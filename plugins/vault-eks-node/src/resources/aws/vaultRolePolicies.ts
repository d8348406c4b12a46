import { IRSA_AUDIENCE, OidcProviderOutput } from './oidcProvider';
import { SEAL_ACTIONS } from './sealKeyPolicy';

/** The six calls that Vault's DynamoDB storage makes on a table that exists. Source: recorded from Vault 1.21.4. */
export const STORAGE_ACTIONS = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];

/** Lets exactly one service account assume the role, with a token made for STS. */
export function trustPolicy(
  provider: OidcProviderOutput,
  serviceAccount: { readonly namespace: string; readonly name: string },
): object {
  const { namespace, name } = serviceAccount;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider.arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${provider.issuer}:aud`]: IRSA_AUDIENCE,
            [`${provider.issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
          },
        },
      },
    ],
  };
}

/** All that Vault may do on AWS. */
export function permissionsPolicy(tableArn: string, keyArn: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'VaultStorage',
        Effect: 'Allow',
        Action: STORAGE_ACTIONS,
        Resource: tableArn,
      },
      {
        Sid: 'VaultSeal',
        Effect: 'Allow',
        Action: SEAL_ACTIONS,
        Resource: keyArn,
      },
    ],
  };
}
