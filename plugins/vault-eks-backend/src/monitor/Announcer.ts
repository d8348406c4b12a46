import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  VAULT_EKS_STATUS_TOPIC,
  type StatusTransition,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  timeLimit,
  untilAborted,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { headline } from './families';
import type { TransitionStore } from './TransitionStore';

/** Signals and events go over HTTP where the backend is split; one that hangs must not end the watch over the clusters. */
const TIMEOUT_MS = 10_000;

/** What it works with. */
export interface AnnouncerOptions {
  readonly events: Pick<EventsService, 'publish'>;
  readonly logger: LoggerService;
  readonly signals: SignalsService;
  /** Milliseconds that telling one change may take. Given in tests. */
  readonly timeoutMs?: number;
  readonly transitions: Pick<
    TransitionStore,
    'announced' | 'claim' | 'unannounced'
  >;
}

/**
 * Tells open pages and other plugins of every change in the outbox, once: a change is claimed before it is told and
 * marked after. One that dies in between leaves it to the next, so a change may then be told again, under the same id.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** What cannot be told now stays in the outbox. */
  async announcePending(): Promise<void> {
    const { logger, transitions } = this.#options;
    for (const transition of await transitions.unannounced()) {
      if (await transitions.claim(transition.id)) {
        const limit = timeLimit(this.#options.timeoutMs ?? TIMEOUT_MS);
        try {
          await untilAborted(limit, this.#announce(transition));
          await transitions.announced(transition.id);
        } catch (error) {
          logger.warn(
            `A change of ${transition.entityRef} could not be announced; it will be tried again`,
            isError(error) ? error : undefined,
          );
          if (limit.aborted) {
            // The others would wait as long, and the clusters with them.
            return;
          }
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
