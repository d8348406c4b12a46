import { Acl } from './Acl';
import { parsePolicy } from './Policy';

async function acl(source: string, ...more: string[]) {
  const rules = await Promise.all(
    [source, ...more].map((text, i) => parsePolicy(`policy-${i}`, text)),
  );
  return new Acl(rules.flat(), false);
}

describe('Acl', () => {
  it('lets the most specific pattern decide', async () => {
    const rules = await acl(`
      path "kv/*"            { capabilities = ["read"] }
      path "kv/data/app/*"   { capabilities = ["create", "update"] }
      path "kv/data/app/key" { capabilities = ["deny"] }
    `);
    expect(rules.capabilities('kv/x')).toEqual(['read']);
    expect(rules.capabilities('kv/data/app/other')).toEqual([
      'create',
      'update',
    ]);
    expect(rules.ask('read', 'kv/data/app/other').allowed).toBe(false);
    expect(rules.capabilities('kv/data/app/key')).toEqual(['deny']);
  });

  it('tells below which mounts anything is allowed', async () => {
    const rules = await acl(`
      path "kv/data/apps/shop/cart" { capabilities = ["read"] }
      path "team/*"                 { capabilities = ["deny"] }
      path "sys/+/x"                { capabilities = ["read"] }
      path "kv2/+/x"                { capabilities = ["read"] }
    `);
    expect(
      ['kv/', 'team/', 'sys/', 'k/', 'kv22/'].filter(at => rules.reaches(at)),
    ).toEqual(['kv/', 'sys/']);
    const all = await acl('path "*" { capabilities = ["read"] }');
    expect(all.reaches('kv/')).toBe(true);
  });

  it('takes + for exactly one segment', async () => {
    const rules = await acl('path "kv/+/app" { capabilities = ["read"] }');
    expect(rules.ask('read', 'kv/data/app').allowed).toBe(true);
    expect(rules.ask('read', 'kv/data/deep/app').allowed).toBe(false);
    expect(rules.ask('read', 'kv//app').allowed).toBe(false);
  });

  it('joins policies on one path, and deny wins', async () => {
    const joined = await acl(
      'path "a" { capabilities = ["read"] }',
      'path "a" { capabilities = ["update", "sudo"] }',
    );
    expect(joined.capabilities('a')).toEqual(['read', 'sudo', 'update']);
    expect(joined.ask('update', 'a')).toEqual({
      allowed: true,
      sudo: true,
      grantedBy: ['policy-1'],
    });
    const denied = await acl(
      'path "a" { capabilities = ["read"] }',
      'path "a" { capabilities = ["deny"] }',
    );
    expect(denied.ask('read', 'a').allowed).toBe(false);
  });

  it('lists a folder by a rule without its slash', async () => {
    const rules = await acl(
      'path "kv/metadata/app" { capabilities = ["list"] }',
    );
    expect(rules.ask('list', 'kv/metadata/app/').allowed).toBe(true);
  });

  it('takes no other sign of a pattern for a wildcard', async () => {
    const rules = await acl('path "kv/a.b" { capabilities = ["read"] }');
    expect(rules.ask('read', 'kv/axb').allowed).toBe(false);
  });

  it('allows root everything', () => {
    const root = new Acl([], true);
    expect(root.ask('delete', 'any/thing')).toMatchObject({
      allowed: true,
      sudo: true,
    });
    expect(root.capabilities('any')).toEqual(['root']);
  });

  it('reads policies in JSON too', async () => {
    const rules = await acl(
      JSON.stringify({ path: { 'a/*': { capabilities: ['read'] } } }),
    );
    expect(rules.ask('read', 'a/b').allowed).toBe(true);
  });
});
