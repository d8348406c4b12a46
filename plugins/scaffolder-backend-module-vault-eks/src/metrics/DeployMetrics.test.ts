import type { MetricOptions } from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterDeployAction } from '../actions/createClusterDeployAction';
import { DeployMetrics } from './DeployMetrics';

describe('the metrics of deploys', () => {
  const start = () => {
    const recorded: (readonly [string, string | undefined, number, object?])[] =
      [];
    const vaultEks = fakeVaultEks();
    const deployMetrics = new DeployMetrics({
      metrics: metricsServiceMock.mock({
        createHistogram: (name: string, options?: MetricOptions) => ({
          record: (value: number, attributes?: object) => {
            recorded.push([name, options?.unit, value, attributes]);
          },
        }),
      }),
    });
    const action = createClusterDeployAction({ vaultEks, deployMetrics });
    const run = (overrides = {}) =>
      runAction(action, {
        input: { cluster: 'demo', region: 'eu-west-1' },
        overrides,
      });
    return { recorded, run, vaultEks };
  };

  it('tell how long it took, and each phase, in seconds', async () => {
    const { recorded, run } = start();
    await run();
    expect(recorded).toEqual([
      [
        'vault_eks.deploy.duration',
        's',
        expect.any(Number),
        { outcome: 'done' },
      ],
      ['vault_eks.deploy.phase.duration', 's', 1.234, { phase: 'AWS' }],
    ]);
  });

  it('tell that it failed, and nothing of a dry run', async () => {
    const { recorded, run, vaultEks } = start();
    vaultEks.deploy.mockRejectedValue(new Error('no'));
    await expect(run()).rejects.toThrow('no');
    await run({ isDryRun: true });
    expect(
      recorded.map(([name, , , attributes]) => [name, attributes]),
    ).toEqual([['vault_eks.deploy.duration', { outcome: 'failed' }]]);
  });
});
