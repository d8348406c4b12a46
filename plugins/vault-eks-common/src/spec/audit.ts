import { z } from 'zod/v3';
import { ebsSize } from './identifiers';

/** The audit log and the volume that it is on. */
export const audit = z
  .object({
    size: ebsSize
      .default('10Gi')
      .describe('EBS volume of each pod for its audit log'),
    storageClass: z
      .string()
      .optional()
      .describe(
        'An existing StorageClass. Default: an encrypted gp3 class made by this product',
      ),
  })
  .strict()
  .default({})
  .describe('The audit log on an EBS volume of each pod');
