export { startVault, type VaultOptions, type VaultProcess } from './startVault';
export type { VaultNetwork } from './core/VaultNetwork';
export { REAL_TIMING, type VaultTiming } from './config/timing';
export { kubeRequester, type PodKubeRequest } from './registration/kubeRequest';
export { mountedServiceAccount } from './registration/serviceAccount';
