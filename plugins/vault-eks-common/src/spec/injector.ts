import { z } from 'zod/v3';

/** The agent injector beside Vault. */
export const injector = z
  .object({
    enabled: z.boolean().default(true).describe('Run the agent injector'),
    replicas: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Injector pods'),
  })
  .strict()
  .default({})
  .describe('The agent injector, which brings secrets into pods');
