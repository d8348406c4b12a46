import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import limit from 'p-limit';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusReader } from '../status/StatusReader';
import type { Announcer } from './Announcer';
import type { BackOff } from './backOff';
import { lookAndAnnounce } from './lookAndAnnounce';
import { lookAt } from './lookAt';
import { pause } from './pause';
import type { OwnerNotifier } from './OwnerNotifier';
import type { SnapshotStore } from './SnapshotStore';

/** What the monitor works with. */
export interface ClusterMonitorOptions {
  readonly announcer: Announcer;
  readonly backOff: BackOff;
  readonly clock?: () => Date;
  /** Clusters that are looked at side by side. */
  readonly concurrency: number;
  readonly logger: LoggerService;
  readonly notifier: OwnerNotifier;
  readonly registry: Pick<ClusterRegistry, 'list'>;
  readonly snapshots: SnapshotStore;
  /** Milliseconds over which the beginnings of a round are spread. */
  readonly spreadMs: number;
  readonly statuses: StatusReader;
}

/** Looks at every known cluster, keeps what it saw and has changes announced. */
export class ClusterMonitor {
  readonly #options: ClusterMonitorOptions;

  constructor(options: ClusterMonitorOptions) {
    this.#options = options;
  }

  /** One round. A cluster that cannot be read does not keep the others waiting or unread. */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    const { announcer, concurrency, notifier, registry, spreadMs } =
      this.#options;
    // What an instance that died has left behind.
    await announcer.announcePending();
    const gate = limit(concurrency);
    const clusters = await registry.list();
    await Promise.all(
      clusters.map(async cluster => {
        await pause(Math.random() * spreadMs, signal);
        await gate(() => this.#lookAt(cluster, signal));
      }),
    );
    await notifier.tellOwners(signal);
  }

  async #lookAt(
    cluster: RegisteredCluster,
    signal: AbortSignal,
  ): Promise<void> {
    await lookAndAnnounce(() => lookAt(cluster, this.#options), {
      ...this.#options,
      signal,
      what: `What was seen of ${cluster.entityRef}`,
    });
  }
}
