import type { Operation } from '../logical/Request';
import type { JsonObject } from '../util/json';
import { withinParameters } from './parameters';
import type { Capability, PolicyRule } from './Policy';

/** The outcome of asking an ACL, and the policies that said yes. */
export interface AclAnswer {
  readonly allowed: boolean;
  /** Whether the token has sudo on the path. */
  readonly sudo: boolean;
  readonly grantedBy: readonly string[];
}

/** Whose parameters are judged; those of a read stand in its query. A list and a deletion have none that count. */
const JUDGED: readonly Operation[] = ['read', 'create', 'update', 'patch'];

/** What a token's policies together allow. */
export class Acl {
  constructor(
    private readonly rules: readonly PolicyRule[],
    private readonly isRoot: boolean,
  ) {}

  /** @param data - the body of a write or the query of a read, which rules may restrict */
  ask(operation: Operation, path: string, data: JsonObject = {}): AclAnswer {
    if (this.isRoot) return { allowed: true, sudo: true, grantedBy: ['root'] };
    const rules = this.deciding(path);
    const capabilities = combined(rules);
    const granting = rules.filter(
      rule =>
        rule.capabilities.includes(operation) &&
        (!JUDGED.includes(operation) ||
          withinParameters(rule.parameters, data)),
    );
    const allowed = capabilities.includes(operation) && granting.length > 0;
    return {
      allowed,
      sudo: capabilities.includes('sudo'),
      grantedBy: allowed ? granting.map(rule => rule.policy) : [],
    };
  }

  /** As `sys/capabilities` answers. */
  capabilities(path: string): string[] {
    if (this.isRoot) return ['root'];
    const found = combined(this.deciding(path));
    return found.length > 0 ? [...found].sort() : ['deny'];
  }

  /** Whether anything is allowed below a mount, as its own description in `sys/internal/ui/mounts` is shown. */
  reaches(mount: string): boolean {
    return (
      this.isRoot ||
      this.rules.some(
        ({ path, capabilities }) =>
          capabilities.length > 0 &&
          !capabilities.includes('deny') &&
          mayMatchBelow(path, mount),
      )
    );
  }

  /** The rules of the most specific pattern that matches. */
  private deciding(path: string): PolicyRule[] {
    const matching = this.rules.filter(rule => matches(rule.path, path));
    const best = matching.map(rule => rule.path).sort(bySpecificity)[0];
    return matching.filter(rule => rule.path === best);
  }
}

function combined(rules: readonly PolicyRule[]): Capability[] {
  const all = new Set(rules.flatMap(rule => rule.capabilities));
  return all.has('deny') ? [] : [...all];
}

function matches(pattern: string, path: string): boolean {
  const open = pattern.endsWith('*');
  const source = (open ? pattern.slice(0, -1) : pattern)
    .split('/')
    .map(segment => (segment === '+' ? '[^/]+' : escaped(segment)))
    .join('/');
  const expression = new RegExp(`^${source}${open ? '' : '$'}`);
  // A list of `kv/metadata/app/` is also allowed by a rule on `kv/metadata/app`.
  return (
    expression.test(path) ||
    (path.endsWith('/') && expression.test(path.slice(0, -1)))
  );
}

function mayMatchBelow(pattern: string, mount: string): boolean {
  const at = firstWildcard(pattern);
  const literal = pattern.slice(0, pattern[at] === '/' ? at + 1 : at);
  return (
    literal.startsWith(mount) ||
    (at < pattern.length && mount.startsWith(literal))
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Vault's priority of patterns, most specific first. */
function bySpecificity(a: string, b: string): number {
  return (
    firstWildcard(b) - firstWildcard(a) ||
    Number(a.endsWith('*')) - Number(b.endsWith('*')) ||
    plusSegments(a) - plusSegments(b) ||
    b.length - a.length ||
    (a < b ? 1 : -1)
  );
}

function firstWildcard(pattern: string): number {
  const at = pattern.search(/(^|\/)\+(\/|$)|\*$/);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

function plusSegments(pattern: string): number {
  return pattern.split('/').filter(segment => segment === '+').length;
}
