import { criticalPathMs } from './criticalPath';
import type { DeployedVault } from './deployedVault';
import { figure } from './print';

/** A whole deploy against its own critical path, and the second run against the first. */
export async function benchDeploy(deployed: DeployedVault): Promise<void> {
  const { harness, report } = deployed;
  const { steps, durationMs } = report;
  const path = criticalPathMs(steps);
  const work = steps.reduce((sum, step) => sum + step.durationMs, 0);
  figure('deploy_wall', durationMs / 1000, 's');
  figure('deploy_critical_path', path / 1000, 's');
  figure('deploy_wall_over_critical_path', durationMs / path, 'ratio');
  figure('deploy_work_over_wall', work / durationMs, 'ratio');

  const second = await harness.vaultEks.deploy(harness.spec(), {
    signal: new AbortController().signal,
    logger: harness.logger(),
  });
  figure('second_deploy_over_first', second.durationMs / durationMs, 'ratio');
}
