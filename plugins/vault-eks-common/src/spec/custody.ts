import { z } from 'zod/v3';
import { awsRegion, kmsKeyId } from './identifiers';

/** Where the recovery keys go. Sources of the limits: Secrets Manager `CreateSecret` and `PutResourcePolicy` references. */
export const custody = z
  .object({
    secretName: z
      .string()
      .regex(
        /^[A-Za-z0-9/_+=.@-]{1,512}$/,
        'custody.secretName: use 1 to 512 letters, digits and /_+=.@-',
      )
      .optional()
      .describe(
        'Secrets Manager secret that receives the recovery keys. Default: vault-eks/<cluster>/<namespace>/<release>/recovery',
      ),
    kmsKeyId: kmsKeyId('custody.kmsKeyId')
      .optional()
      .describe('Customer KMS key for that secret; never the seal key'),
    replicaRegions: z
      .array(awsRegion)
      .default([])
      .describe('Further regions that keep a copy of the secret'),
    resourcePolicy: z
      .record(z.unknown())
      .optional()
      .describe(
        'Resource policy of the secret, as an IAM policy document. Default: none',
      ),
    recoveryShares: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(5)
      .describe('Recovery key shares'),
    recoveryThreshold: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(3)
      .describe('Shares needed to authorise a recovery'),
  })
  .strict()
  .default({})
  .describe('Who receives the recovery keys');
