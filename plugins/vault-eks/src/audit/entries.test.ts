import { aLine } from '../testing/fixtures';
import { matches, prettyJson, type TailEntry } from './entries';

const entry = (change = {}): TailEntry => ({
  kind: 'line',
  line: aLine('1', change),
});
const unreadable: TailEntry = {
  kind: 'unreadable',
  line: { id: '2', pod: 'vault-0', reason: 'malformed', size: 12 },
};

describe('matches', () => {
  it.each([
    [{}, true],
    [{ operation: 'read' }, true],
    [{ operation: 'rea' }, false],
    [{ pathPrefix: 'secret/' }, true],
    [{ pathPrefix: 'data/' }, false],
    [{ actor: 'ALICE' }, true],
    [{ actor: 'bob' }, false],
    [{ errorsOnly: true }, false],
    [{ text: '"PATH":"secret' }, true],
    [{ text: 'secret', operation: 'list' }, false],
  ])('%j: %s', (filter, passes) => {
    expect(matches(entry(), filter)).toBe(passes);
  });

  it('finds errors', () => {
    expect(
      matches(entry({ error: 'permission denied' }), { errorsOnly: true }),
    ).toBe(true);
  });

  it('shows a line that nobody could read only while nothing is asked for', () => {
    expect(matches(unreadable, { text: undefined })).toBe(true);
    expect(matches(unreadable, { text: 'x' })).toBe(false);
  });
});

it('leaves text that is not JSON as it is', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson('{"a":')).toBe('{"a":');
});
