/**
 * Registered Vault clusters as catalog entities.
 *
 * @packageDocumentation
 */
export { catalogModuleVaultEks as default } from './module';
