export * from './answers';
export * from './VaultClient';
export {
  createVaultPods,
  type VaultPods,
  type VaultPodsOptions,
} from './VaultPods';
export { createVaultClient } from './createVaultClient';
export { SilentPodError, vaultReason } from './vaultError';
export { isServerLog } from './serverLog';
export * from './vaultPodList';
export * from './askPods';
