import { randomBytes } from 'node:crypto';
import type { AccessKey } from '../aws';

/**
 * The IAM user with whose key the page asks the sandbox's AWS what exists. It may list and describe, and
 * read no secret. The key is new at each start and known to nobody else.
 */
export function pageUser(account: string): AccessKey {
  return {
    accessKeyId: 'AKIASANDBOXPAGE00001',
    secretAccessKey: randomBytes(30).toString('base64'),
    principalArn: `arn:aws:iam::${account}:user/sandbox-page`,
    policies: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'dynamodb:ListTables',
              'dynamodb:DescribeTable',
              'kms:ListKeys',
              'kms:ListAliases',
              'kms:DescribeKey',
              'ec2:DescribeVpcEndpoints',
              'iam:ListRoles',
              'secretsmanager:ListSecrets',
            ],
            Resource: '*',
          },
        ],
      },
    ],
  };
}
