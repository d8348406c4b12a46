import type { BarrierView } from '../barrier/BarrierView';
import { invalidRequest } from '../logical/errors';
import { Acl } from './Acl';
import { DEFAULT_POLICY } from './defaultPolicy';
import { parsePolicy, type PolicyRule } from './Policy';

interface StoredPolicy {
  readonly raw: string;
}

/** The ACL policies. */
export class PolicyStore {
  private readonly parsed = new Map<string, PolicyRule[]>();

  constructor(private readonly view: BarrierView) {}

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

  async acl(policies: readonly string[]): Promise<Acl> {
    const rules = await Promise.all(policies.map(name => this.rules(name)));
    return new Acl(rules.flat(), policies.includes('root'));
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
