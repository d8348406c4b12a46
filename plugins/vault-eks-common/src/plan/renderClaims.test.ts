import {
  renderClaims,
  renderClaimsMarkdown,
  summariseClaims,
} from './renderClaims';
import type { VerifiedClaim } from './VerifiedClaim';

const claims: VerifiedClaim[] = [
  { id: 'a', claim: 'Every pod is unsealed', passed: true, detail: '3 pods' },
  {
    id: 'b',
    claim: 'The lock is fresh',
    passed: false,
    detail: 'it ran out | at `noon`\n<script>',
    fix: 'Look at the log of the leader.',
  },
  {
    id: 'c',
    claim: 'The key rotates',
    passed: false,
    severity: 'warning',
    fix: 'Switch it on.',
  },
];

describe('renderClaims', () => {
  it('gives each claim a line, and the fix one below it', () => {
    expect(renderClaims(claims)).toEqual([
      'pass  Every pod is unsealed (3 pods)',
      'FAIL  The lock is fresh (it ran out | at `noon`\n<script>)',
      '      Fix: Look at the log of the leader.',
      'warn  The key rotates',
      '      Fix: Switch it on.',
    ]);
  });

  it('counts', () => {
    expect(summariseClaims(claims)).toBe(
      '1 of 3 claims hold, 1 failed, 1 to be looked at.',
    );
    expect(summariseClaims(claims.slice(0, 1))).toBe('All 1 claims hold.');
  });
});

describe('renderClaimsMarkdown', () => {
  it('makes a table in which nothing that was seen is markup', () => {
    expect(renderClaimsMarkdown(claims).split('\n')).toEqual([
      '1 of 3 claims hold, 1 failed, 1 to be looked at.',
      '',
      '| | Claim | Seen |',
      '| --- | --- | --- |',
      '| ✔ pass | Every pod is unsealed | 3 pods |',
      '| ✘ **FAIL** | The lock is fresh | it ran out \\| at \\`noon\\` \\<script\\> |',
      '| ⚠ warn | The key rotates |  |',
      '',
      '**What to do**',
      '',
      '- The lock is fresh: Look at the log of the leader.',
      '- The key rotates: Switch it on.',
      '',
    ]);
  });
});
