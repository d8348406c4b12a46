import type { DeployReport } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from '@vault-eks/e2e';
import { forkSandbox } from './sandbox/forkSandbox';

/** A Vault that a deploy has just brought about, on a sandbox as slow as AWS. */
export interface DeployedVault {
  readonly harness: Harness;
  readonly report: DeployReport;
}

/** Deploys when the first bench needs it; all that only look at a Vault share it. */
export function createDeployedVault() {
  let deployed: Promise<DeployedVault> | undefined;
  const deploy = async (): Promise<DeployedVault> => {
    const sandbox = await forkSandbox({ latency: 'realistic' });
    const harness = await startHarness({ sandbox });
    try {
      const report = await harness.vaultEks.deploy(harness.spec(), {
        signal: new AbortController().signal,
        logger: harness.logger(),
      });
      return { harness, report };
    } catch (error) {
      await harness.stop();
      throw error;
    }
  };
  return {
    get: () => (deployed ??= deploy()),
    stop: async () => (await deployed)?.harness.stop(),
  };
}
