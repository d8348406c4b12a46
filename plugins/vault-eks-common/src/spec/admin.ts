import { z } from 'zod/v3';
import { dnsLabel } from './identifiers';

/** Who may administer Vault once its root token is gone. */
export const admin = z
  .object({
    serviceAccount: dnsLabel('admin.serviceAccount')
      .default('vault-admin')
      .describe(
        'Kubernetes service account in the Vault namespace whose tokens may log in as Vault admin',
      ),
  })
  .strict()
  .default({})
  .describe('Who may administer Vault');
