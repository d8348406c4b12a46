import { z } from 'zod/v3';
import { kmsKeyId, principalArn } from './identifiers';

/** The KMS key. Sources of the limits: KMS `CreateKey`, `CreateAlias` and `EnableKeyRotation` references. */
export const seal = z
  .object({
    key: z
      .enum(['create', 'existing'])
      .default('create')
      .describe('Create a dedicated KMS key or use an existing one'),
    keyId: kmsKeyId('seal.keyId')
      .optional()
      .describe('Id, ARN or alias of the existing KMS key'),
    alias: z
      .string()
      .regex(
        /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/,
        'seal.alias: use alias/ and up to 250 letters, digits, "/", "_" or "-"; alias/aws/ is reserved by AWS',
      )
      .optional()
      .describe(
        'Alias of the key that is made. Default: alias/vault-<cluster>-<namespace>-<release>-seal',
      ),
    description: z
      .string()
      .max(8192, 'seal.description: KMS takes at most 8192 characters')
      .optional()
      .describe(
        'Description of the key that is made. Default: whose seal it is',
      ),
    rotationPeriodDays: z
      .number()
      .int('seal.rotationPeriodDays: use a whole number')
      .min(90, 'seal.rotationPeriodDays: KMS rotates every 90 to 2560 days')
      .max(2560, 'seal.rotationPeriodDays: KMS rotates every 90 to 2560 days')
      .default(365)
      .describe('Days between two rotations of the key material'),
    deletionWindowDays: z
      .number()
      .int('seal.deletionWindowDays: use a whole number')
      .min(7, 'seal.deletionWindowDays: KMS waits 7 to 30 days')
      .max(30, 'seal.deletionWindowDays: KMS waits 7 to 30 days')
      .default(30)
      .describe('Days between a scheduled deletion of the key and its end'),
    breakGlassPrincipals: z
      .array(principalArn('seal.breakGlassPrincipals'))
      .default([])
      .describe(
        'ARNs of the IAM roles and users that alone may disable the key or schedule its deletion',
      ),
  })
  .strict()
  .default({})
  .describe('The KMS key that unseals Vault');
