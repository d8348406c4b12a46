import { randomUUID } from 'node:crypto';
import type { BarrierView } from '../barrier/BarrierView';

/** Who is behind the logins of one alias. */
export class EntityStore {
  constructor(private readonly view: BarrierView) {}

  async of(
    mountAccessor: string,
    alias: string,
  ): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const key = `alias/${mountAccessor}/${encodeURIComponent(alias)}`;
    const known = await this.view.get<string>(key);
    if (known) return { id: known, isNew: false };
    const id = randomUUID();
    await this.view.put(key, id);
    return { id, isNew: true };
  }
}
