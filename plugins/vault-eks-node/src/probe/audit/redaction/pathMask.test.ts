import { createPathMask, wrongPattern } from './pathMask';

describe('createPathMask', () => {
  it.each([
    ['kv/data/hr/*', 'kv/data/hr/a/b', 'kv/data/hr/<redacted>'],
    ['kv/data/hr/*', 'kv/data/hr/', 'kv/data/hr/'],
    ['kv/data/hr/*', 'kv/data/hrx', 'kv/data/hrx'],
    ['kv/data/hr*', 'kv/data/hrx', 'kv/data/<redacted>'],
    ['kv/data/root', 'kv/data/root', 'kv/data/<redacted>'],
    ['kv/data/root', 'kv/data/root/', 'kv/data/<redacted>'],
    ['kv/data/root', 'kv/data/root/x', 'kv/data/root/x'],
    ['kv/+/hr/*', 'kv/metadata/hr/x', 'kv/<redacted>'],
    ['kv/+/hr/*', 'kv/a/b/hr/x', 'kv/a/b/hr/x'],
    ['+/hr', 'kv/hr', '<redacted>'],
    ['a.c/*', 'abc/x', 'abc/x'],
    ['*', 'sys/mounts', '<redacted>'],
    ['*', '', ''],
    ['kv/*', 'kv/a\nb', 'kv/<redacted>'],
  ])('%s: %s', (pattern, path, shown) => {
    expect(createPathMask(['other/*', pattern])(path)).toBe(shown);
  });
});

describe('wrongPattern', () => {
  it.each([
    ['', 'must be a path'],
    ['/kv/*', 'must be a path'],
    ['kv/*/hr', 'only at its end'],
    ['kv/a+/hr', 'only as a whole part'],
  ])('refuses %j', (pattern, why) => {
    expect(wrongPattern(pattern)).toMatch(why);
  });

  it('takes what a policy of Vault takes', () => {
    expect(['kv/*', 'kv/+/hr', 'kv/data/x', '*'].map(wrongPattern)).toEqual(
      Array(4).fill(undefined),
    );
  });
});
