import { IRSA_AUDIENCE } from './oidcProviderChanges';
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

/** Whom a trust policy lets in. */
export interface Trusted {
  readonly provider: { readonly arn: string; readonly issuer: string };
  readonly serviceAccount: {
    readonly namespace: string;
    readonly name: string;
  };
  /** Whether sessions may carry tags. */
  readonly sessionTags: boolean;
}

/** How a token names the service account. */
export const subjectOf = ({ serviceAccount: { namespace, name } }: Trusted) =>
  `system:serviceaccount:${namespace}:${name}`;

/** The calls that a trust policy allows. */
export const trustedActions = ({ sessionTags }: Trusted) => [
  'sts:AssumeRoleWithWebIdentity',
  ...(sessionTags ? ['sts:TagSession'] : []),
];

/** Lets exactly one service account assume the role, with a token made for STS. */
export function trustPolicy(trusted: Trusted): object {
  const { arn, issuer } = trusted.provider;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: arn },
        Action: trustedActions(trusted),
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: IRSA_AUDIENCE,
            [`${issuer}:sub`]: subjectOf(trusted),
          },
        },
      },
    ],
  };
}

/** What the role's rights are about. */
export interface RoleTargets {
  readonly tableArn: string;
  readonly keyArn: string;
  /** The customer key that encrypts the table, when there is one. */
  readonly tableKey?: {
    readonly arn: string;
    /** For example `dynamodb.eu-west-1.amazonaws.com`. */
    readonly viaService: string;
  };
}

/**
 * All that Vault may do on AWS. A customer key of the table is used in the name of whoever reads it, and by DynamoDB
 * only. Source: "DynamoDB encryption at rest: usage notes" and "Authorizing use of a customer managed key".
 */
export function permissionsPolicy(targets: RoleTargets): object {
  const { tableArn, keyArn, tableKey } = targets;
  const tableKeyStatement = tableKey && {
    Sid: 'VaultTableKey',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: tableKey.arn,
    Condition: { StringEquals: { 'kms:ViaService': tableKey.viaService } },
  };
  return {
    Version: '2012-10-17',
    Statement: [
      ...(tableKeyStatement ? [tableKeyStatement] : []),
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
