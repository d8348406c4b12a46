/**
 * Scaffolder actions of Vault on EKS.
 *
 * @packageDocumentation
 */
export { scaffolderModuleVaultEks as default } from './module';
