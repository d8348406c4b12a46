import { english } from '../__testUtils__/english';
import { aPod, aStatus } from '../testing/fixtures';
import {
  certificateTone,
  certificateWords,
  headlineOf,
  replicasTone,
} from './headline';

describe('headlineOf', () => {
  it.each([
    ['healthy', aStatus(), 'ok', 'Unsealed'],
    ['one pod sealed', aStatus({ sealed: true }), 'error', 'Sealed'],
    [
      'nobody leads',
      aStatus({ leader: undefined }),
      'error',
      'Unsealed, no leader',
    ],
    [
      'a replica is missing',
      aStatus({ replicas: { wanted: 3, ready: 2 } }),
      'warning',
      'Unsealed',
    ],
    [
      'nobody answered',
      aStatus({ sealed: undefined, initialized: undefined, leader: undefined }),
      'error',
      'Seal unknown',
    ],
    [
      'before init',
      aStatus({ initialized: false, sealed: true, leader: undefined }),
      'warning',
      'Not initialised',
    ],
    ['no pods', aStatus({ pods: [] }), 'error', 'No pods'],
  ] as const)('%s', (_, status, tone, title) => {
    expect(headlineOf(status, english)).toMatchObject({ tone, title });
  });

  it('counts the sealed pods', () => {
    const pods = [
      aPod(),
      aPod({ name: 'vault-1', role: 'sealed', sealed: true }),
    ];
    expect(headlineOf(aStatus({ sealed: true, pods }), english).detail).toBe(
      '1 of 2 pods sealed',
    );
  });
});

describe('certificates and replicas', () => {
  it.each([
    [-1, 'error', 'expired'],
    [1, 'error', '1 day left'],
    [29, 'warning', '29 days left'],
    [30, 'ok', '30 days left'],
  ])('%d days', (days, tone, words) => {
    expect(certificateTone(days)).toBe(tone);
    expect(certificateWords(days, english)).toBe(words);
  });

  it('warns before all replicas are gone', () => {
    expect(replicasTone({ wanted: 3, ready: 3 })).toBe('ok');
    expect(replicasTone({ wanted: 3, ready: 1 })).toBe('warning');
    expect(replicasTone({ wanted: 3, ready: 0 })).toBe('error');
  });
});
