import { startHarness } from '@vault-eks/e2e';
import {
  AwsConnections,
  createVaultPods,
  EksConnections,
  probePods,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { criticalPathMs } from './criticalPath';
import { figure, median } from './print';

const ROUNDS = 15;
const POD_TIMEOUT_MS = 5_000;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** A deploy against its own critical path, the second run, and status against its slowest pod. */
export async function benchCluster(): Promise<void> {
  const harness = await startHarness();
  const { signal } = new AbortController();
  const options = { signal, logger: harness.logger() };
  const spec = harness.spec();
  try {
    const first = await harness.vaultEks.deploy(spec, options);
    const path = criticalPathMs(first.steps);
    const work = first.steps.reduce((sum, step) => sum + step.durationMs, 0);
    figure('deploy_wall', first.durationMs / 1000, 's');
    figure('deploy_critical_path', path / 1000, 's');
    figure('deploy_wall_over_critical_path', first.durationMs / path, 'ratio');
    figure('deploy_work_over_wall', work / first.durationMs, 'ratio');

    const second = await harness.vaultEks.deploy(spec, options);
    figure(
      'second_deploy_over_first',
      second.durationMs / first.durationMs,
      'ratio',
    );

    await benchStatus(harness);
  } finally {
    await harness.stop();
  }
}

async function benchStatus(harness: Awaited<ReturnType<typeof startHarness>>) {
  const { signal } = new AbortController();
  const ref = harness.ref(harness.spec());
  const eks = new EksConnections({
    aws: AwsConnections.create({ config: harness.config }),
    log: () => {},
  });
  try {
    const { kubernetes } = await eks.connect(ref, { signal });
    const pods = createVaultPods({ kubernetes, ...ref });
    const status: number[] = [];
    const slowest: number[] = [];
    const sum: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const names = ['vault-0', 'vault-1', 'vault-2'];
      const single: number[] = [];
      for (const name of names) {
        single.push(
          await timed(() =>
            probePods(pods, [name], { signal, timeoutMs: POD_TIMEOUT_MS }),
          ),
        );
      }
      slowest.push(Math.max(...single));
      sum.push(single.reduce((a, b) => a + b, 0));
      status.push(await timed(() => harness.vaultEks.status(ref, { signal })));
    }
    figure('status', median(status), 'ms');
    figure('slowest_pod_alone', median(slowest), 'ms');
    figure(
      'status_over_slowest_pod',
      median(status) / median(slowest),
      'ratio',
    );
    figure(
      'status_over_pods_one_by_one',
      median(status) / median(sum),
      'ratio',
    );
  } finally {
    await eks.close();
  }
}
