import type { Knex } from 'knex';

/** What the monitor saw of a cluster: only what a change is worth telling. */
export interface Observation {
  readonly sealed?: boolean;
  /** The pod that leads. */
  readonly leader?: string;
  /** ISO time since when it leads. */
  readonly leaderSince?: string;
}

interface ObservationRow {
  readonly entity_ref: string;
  /** SQLite has no booleans and answers 0 or 1. */
  readonly sealed: boolean | number | null;
  readonly leader: string | null;
  readonly leader_since: string | null;
  readonly observed_at: string;
}

/** The last observation of each cluster, in the database so that any instance of the backend can go on. */
export class Observations {
  readonly #db: Knex;

  constructor(options: { readonly db: Knex }) {
    this.#db = options.db;
  }

  async last(entityRef: string): Promise<Observation | undefined> {
    const row = await this.#db<ObservationRow>('observations')
      .where({ entity_ref: entityRef })
      .first();
    return (
      row && {
        ...(row.sealed !== null && { sealed: Boolean(row.sealed) }),
        ...(row.leader !== null && { leader: row.leader }),
        ...(row.leader_since !== null && { leaderSince: row.leader_since }),
      }
    );
  }

  async save(
    entityRef: string,
    observation: Observation,
    observedAt: string,
  ): Promise<void> {
    await this.#db<ObservationRow>('observations')
      .insert({
        entity_ref: entityRef,
        sealed: observation.sealed ?? null,
        leader: observation.leader ?? null,
        leader_since: observation.leaderSince ?? null,
        observed_at: observedAt,
      })
      .onConflict('entity_ref')
      .merge();
  }
}
