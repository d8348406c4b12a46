import type {
  StatusTransition,
  StatusTransitions,
  TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';

const BATCH = 200;

interface TransitionRow {
  readonly id: number;
  readonly entity_ref: string;
  readonly kind: TransitionKind;
  readonly subject: string | null;
  readonly from_value: string | null;
  readonly to_value: string | null;
  readonly things: string | null;
  readonly at: string;
}

const COLUMNS = [
  'id',
  'entity_ref',
  'kind',
  'subject',
  'from_value',
  'to_value',
  'things',
  'at',
];

function fromRow(row: TransitionRow): StatusTransition {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    kind: row.kind,
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.from_value !== null && { from: row.from_value }),
    ...(row.to_value !== null && { to: row.to_value }),
    ...(row.things !== null && { things: JSON.parse(row.things) }),
    at: row.at,
  };
}

/** The changes that the monitor saw: a history to read, and an outbox of what is still to be announced. */
export class TransitionStore {
  readonly #db: Knex;
  readonly #claimMs: number;
  readonly #clock: () => Date;

  constructor(options: {
    readonly db: Knex;
    /** Milliseconds that whoever announces a change may take before another may try. */
    readonly claimMs: number;
    readonly clock?: () => Date;
  }) {
    this.#db = options.db;
    this.#claimMs = options.claimMs;
    this.#clock = options.clock ?? (() => new Date());
  }

  /** One page, the newest first. */
  async list(options: {
    readonly entityRef: string;
    readonly kinds?: readonly TransitionKind[];
    readonly before?: number;
    readonly limit: number;
  }): Promise<StatusTransitions> {
    const { entityRef, kinds, before, limit } = options;
    const query = this.#db('transitions')
      .select(COLUMNS)
      .where({ entity_ref: entityRef })
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (kinds) {
      query.whereIn('kind', [...kinds]);
    }
    if (before !== undefined) {
      query.where('id', '<', before);
    }
    const rows: TransitionRow[] = await query;
    const transitions = rows.slice(0, limit).map(fromRow);
    return {
      transitions,
      ...(rows.length > limit && {
        nextBefore: transitions[transitions.length - 1].id,
      }),
    };
  }

  /** Those not announced yet and claimed by nobody, the oldest first. */
  async unannounced(): Promise<StatusTransition[]> {
    const rows: TransitionRow[] = await this.#claimable()
      .select(COLUMNS)
      .orderBy('id')
      .limit(BATCH);
    return rows.map(fromRow);
  }

  /** Whether the caller is the one to announce it. The claim of one that died runs out. */
  async claim(id: number): Promise<boolean> {
    const until = new Date(
      this.#clock().getTime() + this.#claimMs,
    ).toISOString();
    const claimed = await this.#claimable()
      .andWhere({ id })
      .update({ claimed_until: until });
    return claimed === 1;
  }

  async announced(id: number): Promise<void> {
    await this.#db('transitions')
      .where({ id })
      .update({ announced_at: this.#clock().toISOString() });
  }

  /** Forgets what was recorded before then; what is still to be told stays. */
  async prune(before: Date): Promise<number> {
    return this.#db('transitions')
      .where('recorded_at', '<', before.toISOString())
      .whereNotNull('announced_at')
      .whereNotNull('settled_at')
      .delete();
  }

  #claimable() {
    const now = this.#clock().toISOString();
    return this.#db('transitions')
      .whereNull('announced_at')
      .andWhere(free =>
        free.whereNull('claimed_until').orWhere('claimed_until', '<', now),
      );
  }
}
