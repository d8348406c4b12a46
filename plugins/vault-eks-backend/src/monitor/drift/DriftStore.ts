import type { DriftState } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import type { NewTransition } from '../changes';
import { saveRevision } from '../saveRevision';
import { transitionRow } from '../transitionRow';
import { parseThings, type Thing } from './things';

/** What is known of a cluster from earlier looks. */
export interface KnownDrift {
  readonly revision: number;
  /** What differed when it could be compared last. */
  readonly differs: readonly Thing[];
  readonly comparedAt?: string;
  readonly failures: number;
  readonly retryAt?: string;
  /** Whether it was registered anew since. */
  readonly outdated: boolean;
}

/** What a look leaves behind. */
export interface DriftLook {
  readonly entityRef: string;
  /** The spec, as it is stored, that the cluster was compared with. */
  readonly spec: string;
  /** What was known before the look; absent at the first. */
  readonly before?: KnownDrift;
  readonly state: DriftState;
  readonly differs: readonly Thing[];
  readonly notCompared: readonly Thing[];
  readonly lookedAt: string;
  readonly comparedAt?: string;
  readonly problem?: string;
  readonly failures: number;
  readonly retryAt?: string;
  readonly transition?: NewTransition;
}

interface KnownDriftRow {
  readonly revision: number;
  readonly differs: string;
  readonly compared_at: string | null;
  readonly failures: number;
  readonly retry_at: string | null;
  readonly outdated: boolean | number;
}

/** How clusters compared with their specs, in the database so that any instance of the backend can go on. */
export class DriftStore {
  readonly #db: Knex;

  constructor(options: { readonly db: Knex }) {
    this.#db = options.db;
  }

  async last(entityRef: string): Promise<KnownDrift | undefined> {
    const row: KnownDriftRow | undefined = await this.#db('drifts')
      .where({ entity_ref: entityRef })
      .first(
        'revision',
        'differs',
        'compared_at',
        'failures',
        'retry_at',
        'outdated',
      );
    return (
      row && {
        revision: row.revision,
        differs: parseThings(row.differs),
        failures: row.failures,
        outdated: Boolean(row.outdated),
        ...(row.compared_at !== null && { comparedAt: row.compared_at }),
        ...(row.retry_at !== null && { retryAt: row.retry_at }),
      }
    );
  }

  /** Entity refs of those that were looked at since they were registered last, and did not differ. */
  async settled(): Promise<ReadonlySet<string>> {
    const refs: string[] = await this.#db('drifts')
      .where({ outdated: false })
      .whereNot({ state: 'drift' })
      .pluck('entity_ref');
    return new Set(refs);
  }

  /**
   * The look and its change in one transaction. Answers false, and leaves nothing, when another has saved since, or
   * when the cluster was unregistered or registered with another spec meanwhile.
   */
  async save(look: DriftLook): Promise<boolean> {
    const { before, entityRef, spec, transition } = look;
    return this.#db.transaction(async tx => {
      const asCompared = await tx('clusters')
        .where({ entity_ref: entityRef, spec })
        // Who registers another spec at this moment comes after, and finds the look to outdate.
        .forUpdate()
        .first('entity_ref');
      if (!asCompared) {
        return false;
      }
      const row = {
        state: look.state,
        differs: JSON.stringify(look.differs),
        not_compared: JSON.stringify(look.notCompared),
        looked_at: look.lookedAt,
        compared_at: look.comparedAt ?? null,
        problem: look.problem ?? null,
        failures: look.failures,
        retry_at: look.retryAt ?? null,
        outdated: false,
      };
      const at = { table: 'drifts', entityRef, before, row } as const;
      if (!(await saveRevision(tx, at))) {
        return false;
      }
      if (transition) {
        await tx('transitions').insert(
          transitionRow(entityRef, transition, look.lookedAt),
        );
      }
      return true;
    });
  }
}
