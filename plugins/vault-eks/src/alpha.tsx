/**
 * Vault on EKS for portals on the new frontend system.
 *
 * @packageDocumentation
 */
export { vaultEksPlugin as default } from './alpha/plugin';
export { vaultEksTranslationRef } from './translation';
