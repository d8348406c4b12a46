import type {
  StatusTransition,
  TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { FAMILY_OF, type Family } from './families';

/** What an owner was told lately, the newest first. */
export interface Told {
  readonly kind: TransitionKind;
}

/** All changes of one family of one cluster of which its owner was not told. */
export interface Untold {
  readonly entityRef: string;
  readonly cluster: string;
  readonly owner: string;
  readonly family: Family;
  readonly newest: StatusTransition;
  readonly ids: readonly number[];
}

interface UntoldRow {
  readonly id: number;
  readonly entity_ref: string;
  readonly kind: TransitionKind;
  readonly subject: string | null;
  readonly to_value: string | null;
  readonly things: string | null;
  readonly at: string;
  readonly cluster: string;
  readonly owner: string;
}

function kindsOf(family: Family): string[] {
  return Object.entries(FAMILY_OF).flatMap(([kind, its]) =>
    its === family ? [kind] : [],
  );
}

/** Which changes the owners of clusters still have to be told of. */
export class NotificationQueue {
  readonly #db: Knex;

  constructor(options: { readonly db: Knex }) {
    this.#db = options.db;
  }

  /** What was announced and not told, by cluster and family. */
  async untold(): Promise<Untold[]> {
    const rows: UntoldRow[] = await this.#db('transitions')
      .join('clusters', 'clusters.entity_ref', 'transitions.entity_ref')
      .whereNull('settled_at')
      .whereNotNull('announced_at')
      .orderBy('id')
      .select(
        'transitions.id',
        'transitions.entity_ref',
        'kind',
        'subject',
        'to_value',
        'things',
        'at',
        'clusters.cluster',
        'clusters.owner',
      );
    const groups = new Map<string, Untold>();
    for (const row of rows) {
      const family = FAMILY_OF[row.kind];
      const key = `${row.entity_ref} ${family}`;
      groups.set(key, {
        entityRef: row.entity_ref,
        cluster: row.cluster,
        owner: row.owner,
        family,
        newest: {
          id: row.id,
          entityRef: row.entity_ref,
          kind: row.kind,
          ...(row.subject !== null && { subject: row.subject }),
          ...(row.to_value !== null && { to: row.to_value }),
          ...(row.things !== null && { things: JSON.parse(row.things) }),
          at: row.at,
        },
        ids: [...(groups.get(key)?.ids ?? []), row.id],
      });
    }
    return [...groups.values()];
  }

  async toldSince(
    { entityRef, family }: Pick<Untold, 'entityRef' | 'family'>,
    since: Date,
  ): Promise<Told[]> {
    return this.#db('transitions')
      .where({ entity_ref: entityRef })
      .whereIn('kind', kindsOf(family))
      .where('told_at', '>', since.toISOString())
      .orderBy([
        { column: 'told_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .select('kind');
  }

  /** The owner was told of all of them by the newest, or nobody is there to be told. */
  async settle(
    { ids, newest }: Untold,
    options: { readonly at: Date; readonly told: boolean },
  ): Promise<void> {
    const at = options.at.toISOString();
    await this.#db.transaction(async tx => {
      await tx('transitions')
        .whereIn('id', [...ids])
        .update({ settled_at: at });
      if (options.told) {
        await tx('transitions')
          .where({ id: newest.id })
          .update({ told_at: at });
      }
    });
  }
}
