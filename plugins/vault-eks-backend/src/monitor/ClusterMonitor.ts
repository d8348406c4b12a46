import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  VAULT_EKS_STATUS_TOPIC,
  type RegisteredCluster,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import limit from 'p-limit';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusReader } from '../status/StatusReader';
import type { Observation, Observations } from './Observations';

/** What changed between two looks. */
export type StatusChange = 'sealed' | 'leader';

/** A cluster that did not say whether it is sealed, or who leads, is not a change of either. */
function changesBetween(before: Observation, now: Observation): StatusChange[] {
  return (['sealed', 'leader'] as const).filter(
    key => now[key] !== undefined && now[key] !== before[key],
  );
}

/** Looks at every registered cluster and tells when a seal or a leader changed. */
export class ClusterMonitor {
  readonly #options: {
    readonly concurrency: number;
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly observations: Observations;
    readonly registry: ClusterRegistry;
    readonly signals: SignalsService;
    readonly statuses: StatusReader;
  };

  constructor(options: {
    readonly concurrency: number;
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly observations: Observations;
    readonly registry: ClusterRegistry;
    readonly signals: SignalsService;
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

  async #lookAt({ entityRef, ref }: RegisteredCluster): Promise<void> {
    const { observations, statuses } = this.#options;
    const status = await statuses.read(ref);
    const before = await observations.last(entityRef);
    const now: Observation = {
      sealed: status.sealed ?? before?.sealed,
      leader: status.leader?.pod ?? before?.leader,
    };
    await observations.save(entityRef, now, status.observedAt);
    const changes = before ? changesBetween(before, now) : [];
    if (changes.length > 0) {
      await this.#tell(entityRef, changes, status);
    }
  }

  async #tell(
    entityRef: string,
    changes: readonly StatusChange[],
    status: VaultClusterStatus,
  ): Promise<void> {
    const { events, logger, signals } = this.#options;
    logger.info(
      `${entityRef}: ${status.sealed ? 'sealed' : 'unsealed'}, the leader is ${
        status.leader?.pod ?? 'unknown'
      }`,
    );
    await events.publish({
      topic: VAULT_EKS_STATUS_TOPIC,
      eventPayload: {
        entityRef,
        changes,
        sealed: status.sealed,
        leader: status.leader?.pod,
        observedAt: status.observedAt,
      },
    });
    // A signal reaches everyone who is signed in, so it says only where to look again.
    await signals.publish({
      recipients: { type: 'broadcast' },
      channel: VAULT_EKS_STATUS_TOPIC,
      message: { entityRef, changes: [...changes] },
    });
  }
}
