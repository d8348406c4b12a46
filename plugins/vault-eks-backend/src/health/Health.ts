import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { MonitorRounds } from './MonitorRounds';

/** What the health route says: names of checks, and nothing of their insides. */
export interface HealthAnswer {
  readonly status: 'ok' | 'failed';
  readonly checks: {
    /** Whether the plugin's tables can be read. */
    readonly database: 'ok' | 'failed';
    /** Whether some instance of the backend has gone through the clusters lately. */
    readonly monitor: 'ok' | 'late' | 'unknown';
  };
}

const TIMEOUT_MS = 3_000;
/** Anyone may ask, so the database is not asked each time. */
const FRESH_MS = 1_000;

/** Looks whether this instance can do its work, and whether the fleet is watched. */
export class Health {
  readonly #options: {
    readonly clock: () => number;
    readonly db: Knex;
    readonly lateAfterMs: number;
    readonly logger: LoggerService;
    readonly rounds: Pick<MonitorRounds, 'lastFinished'>;
    readonly startedAt: number;
  };
  #shared?: { readonly answer: Promise<HealthAnswer>; readonly at: number };

  constructor(options: {
    readonly clock?: () => number;
    readonly db: Knex;
    /** Without a finished round for so long, milliseconds, nobody watches the fleet. */
    readonly lateAfterMs: number;
    readonly logger: LoggerService;
    readonly rounds: Pick<MonitorRounds, 'lastFinished'>;
  }) {
    const clock = options.clock ?? Date.now;
    this.#options = { ...options, clock, startedAt: clock() };
  }

  check(): Promise<HealthAnswer> {
    const now = this.#options.clock();
    if (!this.#shared || now - this.#shared.at >= FRESH_MS) {
      this.#shared = { answer: this.#look(now), at: now };
    }
    return this.#shared.answer;
  }

  async #look(now: number): Promise<HealthAnswer> {
    const { db, lateAfterMs, logger, rounds, startedAt } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`No answer within ${TIMEOUT_MS} ms`)),
        TIMEOUT_MS,
      );
    });
    const read = async () => {
      await db('clusters').select('entity_ref').first();
      return rounds.lastFinished();
    };
    try {
      const last = await Promise.race([read(), tooLate]);
      const since = Math.max(last?.getTime() ?? 0, startedAt);
      const monitor = now - since > lateAfterMs ? 'late' : 'ok';
      return {
        status: monitor === 'ok' ? 'ok' : 'failed',
        checks: { database: 'ok', monitor },
      };
    } catch (error) {
      logger.warn(
        'The health check cannot read the database',
        isError(error) ? error : undefined,
      );
      return {
        status: 'failed',
        checks: { database: 'failed', monitor: 'unknown' },
      };
    } finally {
      clearTimeout(timer);
    }
  }
}
