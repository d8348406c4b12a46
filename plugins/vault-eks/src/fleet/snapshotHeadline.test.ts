import { english } from '../__testUtils__/english';
import { aSnapshot } from '../testing/fixtures';
import { snapshotHeadline } from './snapshotHeadline';

it.each([
  ['nobody looked yet', undefined, 'unknown', 'Not looked at yet'],
  ['healthy', aSnapshot(), 'ok', 'Unsealed'],
  [
    'it stopped answering, whatever was seen before',
    aSnapshot({ problem: 'timed out', health: 'error', sealed: true }),
    'error',
    'No answer',
  ],
  [
    'no pod told its seal',
    aSnapshot({ sealed: undefined, health: 'error' }),
    'error',
    'No answer',
  ],
  ['sealed', aSnapshot({ sealed: true, health: 'error' }), 'error', 'Sealed'],
  [
    'before init',
    aSnapshot({ initialized: false, sealed: true, health: 'error' }),
    'warning',
    'Not initialised',
  ],
  [
    'nobody leads',
    aSnapshot({ leader: undefined, health: 'error' }),
    'error',
    'No leader',
  ],
  [
    'a finding',
    aSnapshot({ health: 'warning' }),
    'warning',
    'Unsealed, needs a look',
  ],
] as const)('%s', (_, snapshot, tone, title) => {
  expect(snapshotHeadline(snapshot, english)).toMatchObject({ tone, title });
});

it('gives the reason', () => {
  expect(
    snapshotHeadline(
      aSnapshot({ health: 'error', worstFinding: 'The key is disabled.' }),
      english,
    ).detail,
  ).toBe('The key is disabled.');
});
