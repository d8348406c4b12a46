import { z } from 'zod/v3';
import { specInput } from './specInput';

/** What every action on one part of the AWS half takes: whose it is, where, how it is tagged and what may be taken over. */
const whose = {
  cluster: true,
  region: true,
  account: true,
  namespace: true,
  release: true,
  tags: true,
  adopt: true,
} as const;

/** Inputs of `vault-eks:dynamodb-table:ensure`. */
export const tableInput = specInput.pick({ ...whose, storage: true });

/** Inputs of `vault-eks:kms-key:ensure`; the key's policy names the role. */
export const keyInput = specInput.pick({ ...whose, seal: true, role: true });

/** Inputs of `vault-eks:vpc-endpoints:ensure`; a narrow policy names table, key and role. */
export const endpointsInput = specInput.pick({
  ...whose,
  endpoints: true,
  storage: true,
  seal: true,
  role: true,
});

/** Inputs of `vault-eks:oidc-provider:ensure`. */
export const providerInput = specInput.pick(whose);

/** Inputs of `vault-eks:iam-role:ensure`. */
export const roleInput = specInput.pick({ ...whose, role: true }).extend({
  tableArn: z
    .string()
    .describe('ARN of the DynamoDB table that Vault stores in'),
  keyArn: z.string().describe('ARN of the KMS key that unseals Vault'),
  tableKeyArn: z
    .string()
    .optional()
    .describe(
      'ARN of the customer KMS key that encrypts the table, when it has one: the role may decrypt by it then, through DynamoDB only, without which Vault cannot read the table; never the seal key',
    ),
});
