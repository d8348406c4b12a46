import { z } from 'zod/v3';
import { awsRegion, kmsKeyId } from './identifiers';
import { pgp } from './pgp';

/** Vault's own default, on its command line. */
export const DEFAULT_SHARES = 5;

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
      .default(DEFAULT_SHARES)
      .describe(
        'Recovery key shares; with PGP there is one for each holder and this is left out',
      ),
    recoveryThreshold: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(3)
      .describe('Shares needed to authorise a recovery'),
    pgp,
  })
  .strict()
  .default({})
  .describe('Who receives the recovery keys');

/** The part of the spec that says how many shares there are. */
export interface ShareChoices {
  readonly recoveryShares: number;
  readonly pgp?: { readonly holders: readonly unknown[] };
}

/** Into how many shares the recovery key is split: with PGP one for each holder. */
export function recoveryShares(choices: ShareChoices): number {
  return choices.pgp?.holders.length ?? choices.recoveryShares;
}
