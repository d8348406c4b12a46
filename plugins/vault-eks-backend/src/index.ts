/**
 * HTTP API of Vault on EKS: cluster registry, status and audit tail.
 *
 * @packageDocumentation
 */
export { vaultEksPlugin as default } from './plugin';
