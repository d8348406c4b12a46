import { z } from 'zod/v3';
import { dnsLabel, principalArn } from './identifiers';

/** Who may administer Vault once its root token is gone. */
export const admin = z
  .object({
    serviceAccount: dnsLabel('admin.serviceAccount')
      .default('vault-admin')
      .describe(
        'Kubernetes service account in the Vault namespace whose tokens may log in as Vault admin',
      ),
    awsPrincipals: z
      .array(principalArn('admin.awsPrincipals'))
      .max(20, 'admin.awsPrincipals: at most 20; let people assume one role')
      .default([])
      .describe(
        'ARNs of the IAM roles and users that may log in as Vault admin by auth/aws. Default: none, and auth/aws is not enabled',
      ),
  })
  .strict()
  .default({})
  .describe('Who may administer Vault');
