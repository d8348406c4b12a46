import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  VAULT_EKS_STATUS_TOPIC,
  type StatusTransition,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { headline } from './families';
import type { TransitionStore } from './TransitionStore';

/**
 * Tells open pages and other plugins of every change in the outbox, once: a change is claimed before it is told and
 * marked after. One that dies in between leaves it to the next, so a change may then be told again, under the same id.
 */
export class Announcer {
  readonly #options: {
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly signals: SignalsService;
    readonly transitions: TransitionStore;
  };

  constructor(options: {
    readonly events: EventsService;
    readonly logger: LoggerService;
    readonly signals: SignalsService;
    readonly transitions: TransitionStore;
  }) {
    this.#options = options;
  }

  /** What cannot be told now stays in the outbox. */
  async announcePending(): Promise<void> {
    const { logger, transitions } = this.#options;
    for (const transition of await transitions.unannounced()) {
      if (await transitions.claim(transition.id)) {
        try {
          await this.#announce(transition);
          await transitions.announced(transition.id);
        } catch (error) {
          logger.warn(
            `A change of ${transition.entityRef} could not be announced; it will be tried again`,
            isError(error) ? error : undefined,
          );
        }
      }
    }
  }

  async #announce(transition: StatusTransition): Promise<void> {
    const { events, logger, signals } = this.#options;
    const { entityRef, id } = transition;
    logger.info(`${entityRef}: ${headline(transition)}`);
    // A signal reaches everyone who is signed in, those who may not read the status too: it says only where to look again.
    await signals.publish({
      recipients: { type: 'broadcast' },
      channel: VAULT_EKS_STATUS_TOPIC,
      message: { entityRef, id },
    });
    await events.publish({
      topic: VAULT_EKS_STATUS_TOPIC,
      eventPayload: transition,
    });
  }
}
