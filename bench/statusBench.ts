import {
  createVaultPods,
  probePods,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { breakCall, mendCalls, type Harness } from '@vault-eks/e2e';
import type { DeployedVault } from './deployedVault';
import { figure, median } from './print';
import { timed } from './timed';
import { withCluster } from './withCluster';

const ROUNDS = 15;
const POD_TIMEOUT_MS = 5_000;
const POD_NAMES = ['vault-0', 'vault-1', 'vault-2'];

/**
 * On loopback three pods cost three times the work of one and hardly any waiting; in truth it is the waiting that counts.
 * So each port-forward takes as long as one to a region far away.
 */
const FAR_AWAY_MS = 300;

async function farAway(harness: Harness, use: () => Promise<void>) {
  const { sandbox } = harness;
  await breakCall(sandbox, {
    service: 'kubernetes',
    operation: 'create pods/portforward',
    kind: 'delay',
    delayMs: FAR_AWAY_MS,
    count: 1_000_000,
  });
  try {
    await use();
  } finally {
    await mendCalls(sandbox);
  }
}

async function measure(harness: Harness) {
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
  return {
    status: median(status),
    slowest: median(slowest),
    oneByOne: median(sum),
  };
}

/** The status of a cluster against asking its slowest pod alone, and against asking the pods one after the other. */
export async function benchStatus({ harness }: DeployedVault): Promise<void> {
  const near = await measure(harness);
  figure('status_nearby', near.status, 'ms');
  figure('status_nearby_over_slowest_pod', near.status / near.slowest, 'ratio');
  await farAway(harness, async () => {
    const { status, slowest, oneByOne } = await measure(harness);
    figure('status', status, 'ms');
    figure('slowest_pod_alone', slowest, 'ms');
    figure('status_over_slowest_pod', status / slowest, 'ratio');
    figure('status_over_pods_one_by_one', status / oneByOne, 'ratio');
  });
}
