import { createApiRef } from '@backstage/core-plugin-api';
import type { VaultEksFormApi } from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * What the fields of a template's form ask of the portal.
 *
 * @public
 */
export const vaultEksFormApiRef = createApiRef<VaultEksFormApi>({
  id: 'plugin.vault-eks.form',
});
