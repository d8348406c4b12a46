export { startVault, type VaultProcess } from './startVault';
export type { VaultOptions } from './VaultServer';
export type { VaultNetwork } from './core/VaultNetwork';
export type { VaultCall, VaultInterference } from './http/interfere';
export { REAL_TIMING, type VaultTiming } from './config/timing';
export { kubeRequester, type PodKubeRequest } from './registration/kubeRequest';
export { mountedServiceAccount } from './registration/serviceAccount';
