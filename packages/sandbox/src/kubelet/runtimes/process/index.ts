export {
  startVaultProcesses,
  vaultProcessOf,
  type VaultProcess,
} from './vaultProcesses';
