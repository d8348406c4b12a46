import {
  createVaultPods,
  probePods,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { DeployedVault } from './deployedVault';
import { figure, median } from './print';
import { timed } from './timed';
import { withCluster } from './withCluster';

const ROUNDS = 15;
const POD_TIMEOUT_MS = 5_000;
const POD_NAMES = ['vault-0', 'vault-1', 'vault-2'];

/** The status of a cluster against asking its slowest pod alone, and against asking the pods one after the other. */
export async function benchStatus({ harness }: DeployedVault): Promise<void> {
  const { signal } = new AbortController();
  const ref = harness.ref(harness.spec());
  const status: number[] = [];
  const slowest: number[] = [];
  const sum: number[] = [];
  await withCluster(harness, async ({ kubernetes }) => {
    const pods = createVaultPods({ kubernetes, ...ref });
    const ask = (name: string) =>
      probePods(pods, [name], { signal, timeoutMs: POD_TIMEOUT_MS });
    for (let round = 0; round < ROUNDS; round += 1) {
      const single: number[] = [];
      for (const name of POD_NAMES) {
        single.push(await timed(() => ask(name)));
      }
      slowest.push(Math.max(...single));
      sum.push(single.reduce((a, b) => a + b, 0));
      status.push(await timed(() => harness.vaultEks.status(ref, { signal })));
    }
  });
  figure('status', median(status), 'ms');
  figure('slowest_pod_alone', median(slowest), 'ms');
  figure('status_over_slowest_pod', median(status) / median(slowest), 'ratio');
  figure('status_over_pods_one_by_one', median(status) / median(sum), 'ratio');
}
