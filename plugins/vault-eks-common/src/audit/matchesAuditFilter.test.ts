import type { AuditLine } from './AuditLine';
import { matchesAuditFilter, type AuditTailRow } from './matchesAuditFilter';

const row = (change: Partial<AuditLine> = {}): AuditTailRow => ({
  kind: 'line',
  line: {
    id: '1',
    pod: 'vault-0',
    time: '2026-01-01T10:00:00.000Z',
    type: 'response',
    requestId: 'r1',
    operation: 'read',
    path: 'secret/data/app',
    mountPoint: 'secret/',
    actor: 'kubernetes-alice',
    raw: '{"request":{"path":"secret/data/app"}}',
    ...change,
  },
});
const unreadable: AuditTailRow = {
  kind: 'unreadable',
  line: { id: '2', pod: 'vault-0', reason: 'malformed', size: 12 },
};

describe('matchesAuditFilter', () => {
  it.each([
    [undefined, true],
    [{}, true],
    [{ operation: 'read' }, true],
    [{ operation: 'rea' }, false],
    [{ pathPrefix: 'secret/' }, true],
    [{ pathPrefix: 'data/' }, false],
    [{ mount: 'secret/' }, true],
    [{ mount: 'secret' }, true],
    [{ mount: 'sec' }, false],
    [{ mount: 'secret/data' }, false],
    [{ actor: 'ALICE' }, true],
    [{ actor: 'bob' }, false],
    [{ errorsOnly: true }, false],
    [{ text: '"PATH":"secret' }, true],
    [{ text: 'secret', operation: 'list' }, false],
  ])('%j: %s', (filter, passes) => {
    expect(matchesAuditFilter(row(), filter)).toBe(passes);
  });

  it('finds errors', () => {
    expect(
      matchesAuditFilter(row({ error: 'permission denied' }), {
        errorsOnly: true,
      }),
    ).toBe(true);
  });

  it.each([
    ['secret', true],
    ['secret/data/', true],
    ['sec', false],
  ])('judges a line that names no mount by its path: %s', (mount, passes) => {
    expect(matchesAuditFilter(row({ mountPoint: undefined }), { mount })).toBe(
      passes,
    );
  });

  it('knows no actor of a line without one', () => {
    expect(
      matchesAuditFilter(row({ actor: undefined }), { actor: 'alice' }),
    ).toBe(false);
  });

  it('shows a line that nobody could read only while nothing is asked for', () => {
    expect(matchesAuditFilter(unreadable, { text: undefined })).toBe(true);
    expect(matchesAuditFilter(unreadable, { text: 'x' })).toBe(false);
  });
});
