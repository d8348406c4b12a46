/**
 * Vault seal status, HA leader and audit log on the catalog page of an EKS cluster.
 *
 * @packageDocumentation
 */
export {
  EntityVaultEksCard,
  EntityVaultEksContent,
  VaultEksFleetPage,
  vaultEksPlugin,
} from './plugin';
export { vaultEksApiRef } from './api';
export * from './fields/extensions';
export { vaultEksFormApiRef } from './fields/formApi';
export { vaultEksTranslationRef } from './translation';
export { NewVaultButton } from './components/fleet/NewVaultButton';
export { isVaultEksAvailable } from '@vault-eks/backstage-plugin-vault-eks-common';
export { VaultFleet } from './components/fleet/VaultFleet';
