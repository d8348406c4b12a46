import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { rowKey } from '../rowKey';

/** Keeps back what a viewer has from the pods already when the ring comes to the same lines. */
export class Sieve {
  readonly #had = new Set<string>();
  #from = '';
  #newest = '';

  /** The viewer has this row. */
  has(row: AuditTailRow): void {
    this.#had.add(rowKey(row));
    if (row.line.id > this.#newest) {
      this.#newest = row.line.id;
    }
  }

  /** The viewer wants nothing that is older than this row. */
  beginsWith(row: AuditTailRow): void {
    this.#from = row.line.id;
  }

  passes(row: AuditTailRow): boolean {
    const { id } = row.line;
    if (id > this.#newest) {
      this.#from = '';
    }
    return id >= this.#from && !this.#had.delete(rowKey(row));
  }
}
