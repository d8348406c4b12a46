import { setTimeout as sleep } from 'node:timers/promises';
import { BenchPortal } from './monitor/BenchPortal';
import { LightVaults } from './monitor/LightVaults';
import { figure } from './print';
import { timed } from './timed';

const CLUSTERS = 500;
const SILENT = 5;
const VIEWERS = 100;
/** A viewer opens the fleet page every so often while the monitor is at work. */
const LOOK_EVERY_MS = 50;
const MIB = 1024 * 1024;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** One round of the monitor over 500 clusters of three pods, five of them dead, while people look at the fleet list. */
export async function benchMonitor(): Promise<void> {
  const names = Array.from({ length: CLUSTERS }, (_, i) => `eks-${i}`);
  const vaults = new LightVaults({ silent: names.slice(0, SILENT) });
  const portal = new BenchPortal();
  try {
    await vaults.start();
    const { monitor, registry, statuses } = await portal.start(vaults, names);
    const before = process.memoryUsage().rss;
    let most = before;
    let done = false;
    const looks: number[] = [];
    const round = timed(() =>
      monitor.lookAtAll(new AbortController().signal),
    ).finally(() => {
      done = true;
    });
    while (!done) {
      looks.push(await timed(() => portal.readFleet()));
      most = Math.max(most, process.memoryUsage().rss);
      await sleep(LOOK_EVERY_MS);
    }
    figure('monitor_500_clusters_round', (await round) / 1_000, 's');
    figure('monitor_rss_growth', (most - before) / MIB, 'MiB');
    figure('fleet_list_p99_under_load', percentile(looks, 0.99), 'ms');
    const seen = (await registry.fleet()).filter(({ snapshot }) => snapshot);
    figure('monitor_clusters_seen', seen.length, 'clusters');

    const probes = vaults.probes;
    const { ref } = seen[seen.length - 1];
    await Promise.all(
      Array.from({ length: VIEWERS }, () => statuses.read(ref)),
    );
    figure('status_probes_of_100_viewers', vaults.probes - probes, 'probes');
  } finally {
    vaults.stop();
    await portal.stop();
  }
}
