import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import limit from 'p-limit';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusReader } from '../status/StatusReader';
import type { Announcer } from './Announcer';
import { changesBetween, observationOf } from './changes';
import type { Observations } from './Observations';

/** Looks at every registered cluster and has changes of seal and leader announced. */
export class ClusterMonitor {
  readonly #options: {
    readonly announcer: Announcer;
    readonly concurrency: number;
    readonly logger: LoggerService;
    readonly observations: Observations;
    readonly registry: ClusterRegistry;
    readonly statuses: StatusReader;
  };

  constructor(options: {
    readonly announcer: Announcer;
    readonly concurrency: number;
    readonly logger: LoggerService;
    readonly observations: Observations;
    readonly registry: ClusterRegistry;
    readonly statuses: StatusReader;
  }) {
    this.#options = options;
  }

  /** One round. A cluster that cannot be read does not keep the others waiting or unread. */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    const { concurrency, logger, registry } = this.#options;
    const gate = limit(concurrency);
    const clusters = await registry.list();
    await Promise.all(
      clusters.map(cluster =>
        gate(async () => {
          if (signal.aborted) {
            return;
          }
          try {
            await this.#lookAt(cluster);
          } catch (error) {
            logger.warn(
              `The status of ${cluster.entityRef} could not be read`,
              isError(error) ? error : undefined,
            );
          }
        }),
      ),
    );
  }

  async #lookAt(cluster: RegisteredCluster): Promise<void> {
    const { announcer, observations, statuses } = this.#options;
    const { entityRef, ref } = cluster;
    const status = await statuses.read(ref);
    const before = await observations.last(entityRef);
    const now = observationOf(status, before);
    await observations.save(entityRef, now, status.observedAt);
    const changes = before ? changesBetween(before, now) : [];
    if (changes.length > 0) {
      await announcer.announce({ cluster, changes, status });
    }
  }
}
