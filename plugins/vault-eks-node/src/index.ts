/**
 * Everything of Vault on EKS that touches AWS, Kubernetes, Helm and Vault.
 *
 * @packageDocumentation
 */
export * from './VaultEks';
