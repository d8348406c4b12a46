import type { Knex } from 'knex';
import type { PortalMetrics } from '../metrics/PortalMetrics';

interface RoundRow {
  readonly task: string;
  readonly finished_at: string;
}

const TASK = 'monitor';

/** When the monitor last went through all clusters, whichever instance of the backend did. */
export class MonitorRounds {
  readonly #clock: () => number;
  readonly #db: Knex;
  readonly #metrics: Pick<PortalMetrics, 'monitorRound'>;

  constructor(options: {
    readonly clock?: () => number;
    readonly db: Knex;
    readonly metrics: Pick<PortalMetrics, 'monitorRound'>;
  }) {
    this.#clock = options.clock ?? Date.now;
    this.#db = options.db;
    this.#metrics = options.metrics;
  }

  /** Goes through the round, and notes that it was finished. One that was stopped before its end was not. */
  async run(
    round: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const begun = Date.now();
    const ended = (outcome: 'finished' | 'failed') =>
      this.#metrics.monitorRound(outcome, Date.now() - begun);
    try {
      await round(signal);
      signal.throwIfAborted();
      await this.#db<RoundRow>('monitor_rounds')
        .insert({
          task: TASK,
          finished_at: new Date(this.#clock()).toISOString(),
        })
        .onConflict('task')
        .merge();
    } catch (error) {
      ended('failed');
      throw error;
    }
    ended('finished');
  }

  /** Undefined before the first one. */
  async lastFinished(): Promise<Date | undefined> {
    const row = await this.#db<RoundRow>('monitor_rounds')
      .where({ task: TASK })
      .first();
    return row && new Date(row.finished_at);
  }
}
