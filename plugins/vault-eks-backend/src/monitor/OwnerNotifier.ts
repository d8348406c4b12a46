import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { VAULT_EKS_STATUS_TOPIC } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  timeLimit,
  untilAborted,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { headline, severityOf } from './families';
import type { NotificationQueue, Told, Untold } from './NotificationQueue';

/** A trouble and its end are both told at once; what follows within the window is gathered. */
const AT_ONCE = 2;

/** Notifications go over HTTP; one that hangs must not end the watch over the clusters. */
const TIMEOUT_MS = 10_000;

/** After so long a change that cannot be delivered is let go. */
const GIVE_UP_MS = 600_000;

/** Whether the owner is told now, or when the hold-down is over: a flapping pod must not flood. */
function isTimeTo(newest: Untold['newest'], told: readonly Told[]): boolean {
  return (
    told.length < AT_ONCE ||
    (severityOf(newest) === 'critical' && told[0].kind !== newest.kind)
  );
}

function descriptionOf({ ids, newest }: Untold): string {
  return [
    ...(newest.things ? [newest.things.join(', ')] : []),
    ...(ids.length > 1 ? [`${ids.length} changes since the last message`] : []),
  ].join('. ');
}

/** What it works with. */
export interface OwnerNotifierOptions {
  readonly clock?: () => Date;
  /** Milliseconds in which one family of changes of a cluster is told at most twice. */
  readonly holdDownMs: number;
  readonly logger: LoggerService;
  readonly notifications: NotificationService;
  readonly queue: Pick<NotificationQueue, 'settle' | 'toldSince' | 'untold'>;
  /** Milliseconds that telling one owner may take. Given in tests. */
  readonly timeoutMs?: number;
}

/** Tells the owners of clusters what changed, at a pace that people can bear. */
export class OwnerNotifier {
  readonly #options: OwnerNotifierOptions;

  constructor(options: OwnerNotifierOptions) {
    this.#options = options;
  }

  /** Tells what may be told by now; what is held comes with a later call. */
  async tellOwners(signal: AbortSignal): Promise<void> {
    const { holdDownMs, queue } = this.#options;
    const now = this.#options.clock?.() ?? new Date();
    const since = new Date(now.getTime() - holdDownMs);
    for (const untold of await queue.untold()) {
      if (signal.aborted) {
        return;
      }
      if (isTimeTo(untold.newest, await queue.toldSince(untold, since))) {
        await this.#tell(untold, now, signal);
      }
    }
  }

  async #tell(untold: Untold, now: Date, signal: AbortSignal): Promise<void> {
    const { logger, queue, timeoutMs = TIMEOUT_MS } = this.#options;
    try {
      const limit = timeLimit(timeoutMs, signal);
      await untilAborted(limit, this.#send(untold));
      await queue.settle(untold, { at: now, told: true });
    } catch (error) {
      // A portal without the notifications plugin has nobody to take it, which must not end the round.
      logger.debug(
        `The owner of ${untold.entityRef} could not be notified`,
        isError(error) ? error : undefined,
      );
      if (now.getTime() - Date.parse(untold.newest.at) > GIVE_UP_MS) {
        await queue.settle(untold, { at: now, told: false });
      }
    }
  }

  async #send(untold: Untold) {
    const { cluster, entityRef, family, newest, owner } = untold;
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const description = descriptionOf(untold);
    await this.#options.notifications.send({
      recipients: { type: 'entity', entityRef: owner },
      payload: {
        title: `${headline(newest)}: ${cluster}`,
        ...(description && { description }),
        link: `/catalog/${namespace}/${kind}/${name}`,
        severity: severityOf(newest),
        topic: VAULT_EKS_STATUS_TOPIC,
        // Sent again under the same scope, it takes the place of the one before.
        scope: `${entityRef}:${family}`,
      },
    });
  }
}
