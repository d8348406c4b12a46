import { z } from 'zod/v3';
import { dnsLabel } from './identifiers';

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
    namespaces: z
      .array(dnsLabel('injector.namespaces'))
      .default([])
      .describe(
        'Namespaces whose pods the injector serves, beside that of Vault; for a cluster with several Vaults. Default: every namespace',
      ),
    exceptNamespaces: z
      .array(dnsLabel('injector.exceptNamespaces'))
      .default([])
      .describe(
        'Namespaces that the injector leaves to that of another Vault. Default: none',
      ),
  })
  .strict()
  .default({})
  .describe('The agent injector, which brings secrets into pods');
