import { randomUUID } from 'node:crypto';
import type { BarrierView } from '../barrier/BarrierView';

/** How an auth method knows somebody. */
export interface Alias {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Somebody, by the accessors of the auth methods that know them. */
export interface Entity {
  readonly id: string;
  readonly aliases: Readonly<Record<string, Alias>>;
}

/** Who is behind the logins of one alias. */
export class EntityStore {
  constructor(private readonly view: BarrierView) {}

  /** The entity of an alias, made with the first login; each login brings the metadata up to date. */
  async of(
    mountAccessor: string,
    { name, metadata }: Alias,
  ): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const key = `alias/${mountAccessor}/${encodeURIComponent(name)}`;
    const known = await this.view.get<string>(key);
    const id = known ?? randomUUID();
    if (!known) await this.view.put(key, id);
    const aliases = { ...(await this.find(id))?.aliases };
    const before = aliases[mountAccessor]?.metadata;
    if (JSON.stringify(before) !== JSON.stringify(metadata)) {
      aliases[mountAccessor] = { name, metadata };
      await this.view.put(`entity/${id}`, { id, aliases });
    }
    return { id, isNew: !known };
  }

  async find(id: string): Promise<Entity | undefined> {
    return id ? this.view.get<Entity>(`entity/${id}`) : undefined;
  }
}
