/**
 * A local AWS, EKS and Vault for the demo and the tests.
 *
 * @packageDocumentation
 */
export {
  startSandbox,
  type Sandbox,
  type SandboxCluster,
  type SandboxOptions,
} from './startSandbox';
export type { ClientFiles } from './clientFiles';
export {
  kubernetesBinaries,
  STAND_IN_CHART,
  type KubernetesBinaries,
} from './helm';
export type { PodHost } from './kubelet/PodHost';
export { vaultProcessOf, type VaultProcess } from './kubelet/runtimes/process';
export { SEED, type Seed, type SeededCluster } from './seed';
export {
  assumeNewRole,
  policyOf,
  type AssumedRole,
  type ClientConfig,
  type Statements,
} from './aws/testing/assumeNewRole';
export { createPgpHolder, type PgpHolder } from './vault/testing/pgpHolder';
