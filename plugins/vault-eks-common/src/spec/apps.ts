import { z } from 'zod/v3';

/** What applications find in Vault. */
export const apps = z
  .object({
    mount: z
      .string()
      .max(60, 'apps.mount: at most 60 characters')
      .regex(
        /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/,
        'apps.mount: use one name of lower case letters, digits, "-" or "_", such as kv',
      )
      .refine(
        // Vault's own, and the one of the test secrets.
        mount =>
          !['sys', 'auth', 'identity', 'cubbyhole', 'vault-eks-check'].includes(
            mount,
          ),
        'apps.mount: this path is taken; use another name such as kv',
      )
      .default('kv')
      .describe(
        'KV version 2 mount with the secrets of onboarded applications; made when it is absent',
      ),
  })
  .strict()
  .default({})
  .describe('What applications find in Vault');
