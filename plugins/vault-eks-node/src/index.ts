/**
 * Everything of Vault on EKS that touches AWS, Kubernetes, Helm and Vault.
 *
 * @packageDocumentation
 */
export * from './DefaultVaultEks';
export * from './VaultEks';
export * from './blueprint';
export * from './blueprint/context';
export * from './config';
export * from './connections/aws';
export * from './connections/eks';
export { timeLimit } from './connections/timeLimit';
export { untilAborted } from './connections/untilAborted';
export {
  createVaultPods,
  type VaultPods,
  type VaultPodsOptions,
} from './connections/vault';
export * from './engine';
export * from './lookups';
export * from './operations/destroy/alsoDelete';
export type {
  DestroyVaultOptions,
  DestroyVaultReport,
} from './operations/destroy/destroyVault';
export * from './operations/ensure/AwsPart';
export * from './operations/ensure/initPart';
export * from './operations/ensure/parts';
export * from './operations/ensure/provisionPart';
export * from './operations/ensure/releasePart';
export * from './operations/ensure/tlsParts';
export * from './operations/ensure/vaultParts';
export { isDrift } from './operations/readDrift';
export { surveyCluster, type Survey, type Workshop } from './operations/survey';
export * from './preflight';
export * from './probe';
export * from './resources/aws';
export { FreshAnswers, type FreshAnswersOptions } from './sharing/FreshAnswers';
export { LOGIN_AUDIENCE } from './resources/vault/auth/roles';
export * from './vaultEksServiceRef';
