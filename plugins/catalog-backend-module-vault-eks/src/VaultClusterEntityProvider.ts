import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  VAULT_EKS_REGISTRY_TOPIC,
  type FleetCluster,
  type VaultEksApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { clusterEntity } from './clusterEntity';
import type { FindEksCluster } from './eksClusterEntities';

/** A Vault that only the catalog knows has its entity already. */
function needsEntity({ sources = ['registered'] }: FleetCluster): boolean {
  return sources.some(source => source !== 'catalog');
}

/**
 * Keeps one catalog entity for each registered Vault cluster. It reads the whole registry as soon as the
 * registry changes, and on a schedule in case an event was lost.
 */
export class VaultClusterEntityProvider implements EntityProvider {
  readonly #eksClusters: () => Promise<FindEksCluster>;
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #registry: Pick<VaultEksApi, 'listClusters'>;
  readonly #schedule: SchedulerServiceTaskRunner;
  #refreshed: Promise<void> = Promise.resolve();

  constructor(options: {
    /** Reads the EKS clusters that the catalog has. */
    readonly eksClusters: () => Promise<FindEksCluster>;
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly registry: Pick<VaultEksApi, 'listClusters'>;
    readonly schedule: SchedulerServiceTaskRunner;
  }) {
    this.#eksClusters = options.eksClusters;
    this.#events = options.events;
    this.#logger = options.logger;
    this.#registry = options.registry;
    this.#schedule = options.schedule;
  }

  getProviderName(): string {
    return 'vault-eks-registry';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#events.subscribe({
      id: this.getProviderName(),
      topics: [VAULT_EKS_REGISTRY_TOPIC],
      onEvent: () => this.#refresh(connection),
    });
    await this.#schedule.run({
      id: `${this.getProviderName()}-refresh`,
      fn: signal => this.#refresh(connection, signal),
    });
  }

  /** One at a time: an answer that was read earlier must not overwrite a later one. */
  #refresh(
    connection: EntityProviderConnection,
    signal?: AbortSignal,
  ): Promise<void> {
    this.#refreshed = this.#refreshed.then(() =>
      this.#readRegistry(connection, signal),
    );
    return this.#refreshed;
  }

  /** A registry that cannot be read leaves the catalog as it is. */
  async #readRegistry(
    connection: EntityProviderConnection,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      const clusters = await this.#registry.listClusters({ signal });
      const eksClusterOf = await this.#eksClusters();
      await connection.applyMutation({
        type: 'full',
        entities: clusters.filter(needsEntity).map(cluster => ({
          entity: clusterEntity(cluster, {
            eksCluster: eksClusterOf(cluster.ref),
          }),
          locationKey: this.getProviderName(),
        })),
      });
    } catch (error) {
      this.#logger.warn(
        'The registered Vault clusters, or the EKS clusters that they run on, could not be read; the catalog keeps what it has',
        isError(error) ? error : undefined,
      );
    }
  }
}
