import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Announcer } from './Announcer';

/** Looks at one cluster and has its changes announced. One whose look cannot be kept is told of in the log, and keeps no other waiting. */
export async function lookAndAnnounce(
  /** Keeps what it saw, and answers how many changes that were. */
  look: () => Promise<number>,
  options: {
    readonly announcer: Pick<Announcer, 'announcePending'>;
    readonly logger: LoggerService;
    readonly signal: AbortSignal;
    /** What could not be kept, as a sentence begins. */
    readonly what: string;
  },
): Promise<void> {
  const { announcer, logger, signal, what } = options;
  if (signal.aborted) {
    return;
  }
  try {
    if ((await look()) > 0) {
      await announcer.announcePending();
    }
  } catch (error) {
    logger.warn(
      `${what} could not be kept`,
      isError(error) ? error : undefined,
    );
  }
}
