import { createApiRef } from '@backstage/core-plugin-api';
import type { VaultEksApi } from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * The portal's Vault API, as the components use it.
 *
 * @public
 */
export const vaultEksApiRef = createApiRef<VaultEksApi>({
  id: 'plugin.vault-eks.client',
});
