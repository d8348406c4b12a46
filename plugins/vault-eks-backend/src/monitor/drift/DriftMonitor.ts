import limit from 'p-limit';
import type { SpecifiedCluster, SpecifiedClusters } from '../../registry/specs';
import type { Announcer } from '../Announcer';
import { lookAndAnnounce } from '../lookAndAnnounce';
import { lookForDrift, type DriftLookOptions } from './lookForDrift';

/** What it works with. */
export interface DriftMonitorOptions extends DriftLookOptions {
  readonly announcer: Pick<Announcer, 'announcePending'>;
  /** Clusters that are compared side by side. */
  readonly concurrency: number;
  readonly registry: SpecifiedClusters;
}

/**
 * Compares every cluster whose spec is known with it. Changes go into the outbox of the monitor, whose next round tells
 * the owners.
 */
export class DriftMonitor {
  readonly #options: DriftMonitorOptions;

  constructor(options: DriftMonitorOptions) {
    this.#options = options;
  }

  /** One round. A cluster that cannot be compared keeps no other from being so. */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    await this.#lookAt(await this.#options.registry.specified(), signal);
  }

  /**
   * Those that a whole round would leave waiting for hours: registered since they were looked at last, or different then.
   * A pod that was on its way back at that moment differs no more.
   */
  async lookAtUnsettled(signal: AbortSignal): Promise<void> {
    const { drifts, registry } = this.#options;
    const settled = await drifts.settled();
    const clusters = await registry.specified();
    await this.#lookAt(
      clusters.filter(({ entityRef }) => !settled.has(entityRef)),
      signal,
    );
  }

  async #lookAt(
    clusters: readonly SpecifiedCluster[],
    signal: AbortSignal,
  ): Promise<void> {
    const gate = limit(this.#options.concurrency);
    await Promise.all(
      clusters.map(cluster => gate(() => this.#compare(cluster, signal))),
    );
  }

  async #compare(
    cluster: SpecifiedCluster,
    signal: AbortSignal,
  ): Promise<void> {
    await lookAndAnnounce(() => lookForDrift(cluster, this.#options, signal), {
      ...this.#options,
      signal,
      what: `What was compared of ${cluster.entityRef}`,
    });
  }
}
