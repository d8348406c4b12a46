import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { VAULT_EKS_STATUS_TOPIC } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ClusterChange } from './changes';

function headline({ changes, status }: ClusterChange): string {
  if (changes.includes('sealed')) {
    return status.sealed ? 'Vault is sealed' : 'Vault is unsealed again';
  }
  return `Vault is led by ${status.leader?.pod}`;
}

/** Tells a change of seal or leader to open pages, to other plugins and to the owner. */
export class Announcer {
  readonly #options: {
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly notifications: NotificationService;
    readonly signals: SignalsService;
  };

  constructor(options: {
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly notifications: NotificationService;
    readonly signals: SignalsService;
  }) {
    this.#options = options;
  }

  async announce(change: ClusterChange): Promise<void> {
    const { events, logger, signals } = this.#options;
    const { cluster, changes, status } = change;
    const { entityRef } = cluster;
    logger.info(`${entityRef}: ${headline(change)}`);
    // A signal reaches everyone who is signed in, so it says only where to look again.
    await signals.publish({
      recipients: { type: 'broadcast' },
      channel: VAULT_EKS_STATUS_TOPIC,
      message: { entityRef, changes: [...changes] },
    });
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
    await this.#notify(change);
  }

  /** A portal without the notifications plugin has nobody to take it, which must not end the round. */
  async #notify(change: ClusterChange): Promise<void> {
    const { logger, notifications } = this.#options;
    const { cluster, changes, status } = change;
    const { kind, namespace, name } = parseEntityRef(cluster.entityRef);
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: cluster.owner },
        payload: {
          title: `${headline(change)}: ${cluster.ref.cluster}`,
          link: `/catalog/${namespace}/${kind}/${name}`,
          severity:
            changes.includes('sealed') && status.sealed ? 'critical' : 'normal',
          topic: VAULT_EKS_STATUS_TOPIC,
          scope: `${cluster.entityRef}:${changes.join('+')}`,
        },
      });
    } catch (error) {
      logger.debug(
        `The owner of ${cluster.entityRef} could not be notified`,
        isError(error) ? error : undefined,
      );
    }
  }
}
