import { z } from 'zod/v3';
import { auditDevice } from './auditDevice';
import { dnsLabel, ebsSize } from './identifiers';

/** The audit log, its devices, and the volume that it is on. */
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
    devices: z
      .array(auditDevice)
      .default([{ type: 'file' }, { type: 'stdout' }])
      .describe(
        'Audit devices. At least one file on the volume and one on stdout, since Vault refuses every request once its only device fails',
      ),
    acknowledgeSocket: z
      .boolean()
      .default(false)
      .describe(
        'Confirms that a socket may lose lines without a sign, and may hold up requests when its other end is gone',
      ),
    auditorServiceAccount: dnsLabel('audit.auditorServiceAccount')
      .default('vault-auditor')
      .describe(
        'Kubernetes service account in the Vault namespace whose tokens may list the audit devices and look up hashes, and read no secret',
      ),
  })
  .strict()
  .default({})
  .describe('The audit log on an EBS volume of each pod');
