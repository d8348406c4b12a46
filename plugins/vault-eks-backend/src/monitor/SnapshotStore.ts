import type {
  ClusterHealth,
  ClusterSnapshot,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import type { NewTransition } from './changes';
import { parseObservation, type Observation } from './Observation';
import { saveRevision } from './saveRevision';
import { transitionRow } from './transitionRow';

/** How the fleet list sorts; a cluster that was never seen comes between, as {@link UNSEEN_RANK}. */
const RANKS: Record<ClusterHealth, number> = { error: 0, warning: 1, ok: 3 };

/** Where the fleet list puts a cluster that the monitor has not seen yet. */
export const UNSEEN_RANK = 2;

/** What is known of a cluster from earlier rounds. */
export interface KnownState {
  readonly revision: number;
  readonly observation: Observation;
  readonly snapshot?: ClusterSnapshot;
  readonly failures: number;
  readonly retryAt?: string;
}

/** What a look at a cluster leaves behind. */
export interface Look {
  readonly entityRef: string;
  /** What the look was compared with; absent at the first. */
  readonly before?: KnownState;
  readonly observation: Observation;
  readonly snapshot: ClusterSnapshot;
  /** The whole status; absent when the cluster did not answer. */
  readonly status?: VaultClusterStatus;
  readonly transitions: readonly NewTransition[];
}

interface SnapshotRow {
  readonly revision: number;
  readonly failures: number;
  readonly retry_at: string | null;
  readonly summary: string;
  readonly observation: string;
}

/** Reads the JSON of a `summary` column. */
export function parseSnapshot(
  json: string | null,
): ClusterSnapshot | undefined {
  const snapshot: ClusterSnapshot | null = JSON.parse(json ?? 'null');
  return snapshot ?? undefined;
}

/** The newest snapshot of each cluster, in the database so that any instance of the backend can go on. */
export class SnapshotStore {
  readonly #db: Knex;

  constructor(options: { readonly db: Knex }) {
    this.#db = options.db;
  }

  async last(entityRef: string): Promise<KnownState | undefined> {
    const row: SnapshotRow | undefined = await this.#db('snapshots')
      .where({ entity_ref: entityRef })
      .first('revision', 'failures', 'retry_at', 'summary', 'observation');
    return (
      row && {
        revision: row.revision,
        failures: row.failures,
        observation: parseObservation(row.observation),
        snapshot: parseSnapshot(row.summary),
        ...(row.retry_at !== null && { retryAt: row.retry_at }),
      }
    );
  }

  /** The last whole status that a cluster gave, to show while it gives none. */
  async lastStatus(entityRef: string): Promise<VaultClusterStatus | undefined> {
    const row: { status: string | null } | undefined = await this.#db(
      'snapshots',
    )
      .where({ entity_ref: entityRef })
      .first('status');
    return row?.status ? JSON.parse(row.status) : undefined;
  }

  /**
   * Snapshot and changes in one transaction: a monitor that dies has left both or neither. Answers false, and leaves
   * nothing, when another monitor has saved since `before` was read, or when the cluster is no longer known.
   */
  async save(look: Look): Promise<boolean> {
    const { before, entityRef, snapshot, status } = look;
    const row = {
      rank: RANKS[snapshot.health],
      failures: snapshot.failures,
      retry_at: snapshot.retryAt ?? null,
      checked_at: snapshot.checkedAt,
      summary: JSON.stringify(snapshot),
      observation: JSON.stringify(look.observation),
      ...(status && { status: JSON.stringify(status) }),
    };
    return this.#db.transaction(async tx => {
      const at = { table: 'snapshots', entityRef, before, row } as const;
      if (!(await saveRevision(tx, at))) {
        return false;
      }
      if (look.transitions.length > 0) {
        await tx('transitions').insert(
          look.transitions.map(transition =>
            transitionRow(entityRef, transition, snapshot.checkedAt),
          ),
        );
      }
      return true;
    });
  }
}
