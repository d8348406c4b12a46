import { z } from 'zod/v3';
import { kmsKeyArn } from './identifiers';

const capacity = (field: string, what: string) =>
  z
    .number()
    .int(`${field}: use a whole number`)
    .min(1, `${field}: use at least 1`)
    .optional()
    .describe(
      `${what} capacity units of the table and only with billing: provisioned`,
    );

/** The DynamoDB table. Sources of the limits: DynamoDB `CreateTable` reference. */
export const storage = z
  .object({
    table: z
      .string()
      .regex(
        /^[a-zA-Z0-9_.-]{3,255}$/,
        'storage.table: use 3 to 255 letters, digits, "_", "-" or "."',
      )
      .optional()
      .describe(
        'DynamoDB table that holds the Vault data. Default: vault-<cluster>-<namespace>-<release>',
      ),
    billing: z
      .enum(['on-demand', 'provisioned'])
      .default('on-demand')
      .describe('How the table is paid for'),
    readCapacity: capacity('storage.readCapacity', 'Read'),
    writeCapacity: capacity('storage.writeCapacity', 'Write'),
    tableClass: z
      .enum(['standard', 'standard-infrequent-access'])
      .default('standard')
      .describe('Table class: what storage and requests cost'),
    pointInTimeRecovery: z
      .boolean()
      .default(true)
      .describe('Continuous backups of the table'),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe('Refuse DeleteTable until it is switched off by hand'),
    encryption: z
      .enum(['aws-owned', 'aws-managed', 'customer-key'])
      .default('aws-owned')
      .describe(
        'Whose KMS key encrypts the table: one that AWS owns, the one that AWS manages in this account, or encryptionKey',
      ),
    encryptionKey: kmsKeyArn('storage.encryptionKey')
      .optional()
      .describe(
        'ARN of a customer KMS key for the table, with encryption: customer-key; never the seal key',
      ),
  })
  .strict()
  .default({})
  .describe('The DynamoDB table that holds the Vault data');
