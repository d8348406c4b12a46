import type { TokenEntry } from '../auth/token/TokenEntry';
import type { BarrierView } from '../barrier/BarrierView';
import type { EntityStore } from '../identity/EntityStore';
import { invalidRequest } from '../logical/errors';
import { Acl } from './Acl';
import { DEFAULT_POLICY } from './defaultPolicy';
import { parsePolicy, type PolicyRule } from './Policy';
import { filledIn } from './templates';

interface StoredPolicy {
  readonly raw: string;
}

/** The ACL policies. */
export class PolicyStore {
  private readonly parsed = new Map<string, PolicyRule[]>();

  constructor(
    private readonly view: BarrierView,
    private readonly entities: Pick<EntityStore, 'find'>,
  ) {}

  async ensureDefault(): Promise<void> {
    if (!(await this.view.get('default'))) {
      await this.view.put('default', { raw: DEFAULT_POLICY });
    }
  }

  async names(): Promise<string[]> {
    return [...(await this.view.list('')), 'root'].sort();
  }

  async read(name: string): Promise<string | undefined> {
    if (name === 'root') return '';
    return (await this.view.get<StoredPolicy>(name))?.raw;
  }

  async write(name: string, raw: string): Promise<void> {
    if (name === 'root') throw invalidRequest('cannot update "root" policy');
    this.parsed.set(name, await parsePolicy(name, raw));
    await this.view.put(name, { raw });
  }

  async delete(name: string): Promise<void> {
    if (name === 'root' || name === 'default') {
      throw invalidRequest(`cannot delete "${name}" policy`);
    }
    this.parsed.delete(name);
    await this.view.delete(name);
  }

  /** What a token may do; rules that speak of the client are about the one behind this token. */
  async acl({
    policies,
    entityId,
  }: Pick<TokenEntry, 'policies' | 'entityId'>): Promise<Acl> {
    const rules = await Promise.all(policies.map(name => this.rules(name)));
    const entity = await this.entities.find(entityId);
    const filled = rules.flat().flatMap(rule => {
      const path = filledIn(rule.path, entity);
      return path === undefined ? [] : { ...rule, path };
    });
    return new Acl(filled, policies.includes('root'));
  }

  private async rules(name: string): Promise<PolicyRule[]> {
    const known = this.parsed.get(name);
    if (known) return known;
    const raw = await this.read(name);
    // A token may name a policy that does not exist (yet): it allows nothing.
    const rules = raw ? await parsePolicy(name, raw) : [];
    if (raw) this.parsed.set(name, rules);
    return rules;
  }
}
