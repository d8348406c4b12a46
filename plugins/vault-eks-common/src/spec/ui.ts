import { z } from 'zod/v3';
import { cidr } from './identifiers';

/** The load balancer in front of the Vault UI. */
export const ui = z
  .object({
    exposure: z
      .enum(['none', 'internal', 'internet-facing'])
      .default('none')
      .describe('Load balancer in front of the Vault UI'),
    sourceRanges: z
      .array(cidr)
      .default([])
      .describe('Ranges that may reach the load balancer'),
    hostname: z
      .string()
      .max(253, 'ui.hostname: a DNS name has at most 253 characters')
      .regex(
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
        'ui.hostname: use a lower-case DNS name such as vault.example.com',
      )
      .optional()
      .describe('DNS name of the UI; it becomes part of the certificate'),
  })
  .strict()
  .default({})
  .describe('How people reach the Vault UI');
