import { z } from 'zod/v3';

/** Who signs the certificate that Vault serves with, and for which names. */
export const tls = z
  .object({
    extraDnsNames: z
      .array(
        z
          .string()
          .regex(
            /^(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
            'tls.extraDnsNames: use lower-case DNS names',
          ),
      )
      .default([])
      .describe('Further DNS names for the certificate'),
    renewBeforeDays: z
      .number()
      .int()
      .min(1)
      .max(180)
      .default(30)
      .describe('Issue a new certificate when fewer days are left'),
  })
  .strict()
  .default({})
  .describe('The certificate of Vault');
