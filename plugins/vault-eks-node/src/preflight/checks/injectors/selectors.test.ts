import { areApart, selects } from './selectors';

const by = (operator: string, values?: string[], key = 'name') => ({
  matchExpressions: [{ key, operator, values }],
});

describe('areApart', () => {
  it.each([
    [by('In', ['a', 'b']), by('In', ['c'])],
    [by('In', ['a', 'b']), by('NotIn', ['b', 'a', 'c'])],
    [by('NotIn', ['a']), { matchLabels: { name: 'a' } }],
    [by('In', ['a']), by('DoesNotExist')],
    [by('DoesNotExist'), by('Exists')],
  ])('sees that %j and %j share nothing', (a, b) => {
    expect(areApart(a, b)).toBe(true);
    expect(areApart(b, a)).toBe(true);
  });

  it.each([
    [undefined, undefined],
    [undefined, by('In', ['a'])],
    [{}, by('NotIn', ['a'])],
    [by('In', ['a', 'b']), by('NotIn', ['b'])],
    [by('NotIn', ['a']), by('NotIn', ['b'])],
    [by('Exists'), by('NotIn', ['b'])],
    [by('In', ['a']), by('In', ['b'], 'team')],
  ])('does not take %j and %j for apart', (a, b) => {
    expect(areApart(a, b)).toBe(false);
    expect(areApart(b, a)).toBe(false);
  });
});

describe('selects', () => {
  it.each([
    [undefined, true],
    [by('In', ['a']), true],
    [by('NotIn', ['a']), false],
    [by('Exists'), true],
    [by('DoesNotExist'), false],
    [by('NotIn', ['x'], 'absent'), true],
    [by('Exists', undefined, 'toString'), false],
    [{ matchLabels: { name: 'b' } }, false],
  ])('by %j is %s', (selector, expected) => {
    expect(selects(selector, { name: 'a' })).toBe(expected);
  });
});
