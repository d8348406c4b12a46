import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { summarise } from './summarise';

const line = (
  requestId: string,
  fields: Partial<AuditLine> = {},
): AuditLine => ({
  id: requestId,
  pod: 'vault-0',
  time: `2026-11-24T00:00:0${requestId.length}.000Z`,
  type: 'request',
  requestId,
  operation: 'read',
  path: 'secret/data/app',
  raw: '{}',
  ...fields,
});

describe('summarise', () => {
  it('counts a request and its response once, with what went wrong', () => {
    expect(
      summarise([
        line('a', { actor: 'kubernetes-app' }),
        line('a', {
          type: 'response',
          error: 'permission denied',
          actor: 'kubernetes-app',
        }),
        line('bb', {
          operation: 'update',
          path: 'auth/kubernetes/login',
          mountPoint: 'auth/kubernetes/',
        }),
        line('ccc', { type: 'response', actor: 'kubernetes-app' }),
      ]),
    ).toEqual({
      from: '2026-11-24T00:00:01.000Z',
      to: '2026-11-24T00:00:03.000Z',
      requests: 3,
      failed: 1,
      byOperation: [
        { name: 'read', count: 2 },
        { name: 'update', count: 1 },
      ],
      byMount: [
        { name: 'secret/', count: 2 },
        { name: 'auth/kubernetes/', count: 1 },
      ],
      byActor: [
        { name: 'kubernetes-app', count: 2 },
        { name: '(nobody)', count: 1 },
      ],
      byError: [{ name: 'permission denied', count: 1 }],
    });
  });

  it('shows no path and no value that an error quotes', () => {
    const path = 'kv2/data/hr/alice';
    const lines = [
      line('a', {
        path,
        error: `no handler for route "${path}". route entry not found.`,
      }),
      line('bb', { path, error: `${path} is not supported` }),
      line('ccc', { error: 'invalid duration "hunter2"' }),
    ];
    const names = summarise(lines).byError.map(({ name }) => name);
    expect(names.sort()).toEqual([
      'invalid duration "…"',
      'no handler for route "…". route entry not found.',
      '… is not supported',
    ]);
  });

  it('is bounded, whatever the lines say', () => {
    const many = Array.from({ length: 50 }, (_, i) =>
      line(`${i}`, {
        time: '2026-11-24T00:00:00.000Z',
        actor: `${i}-${'x'.repeat(500)}`,
      }),
    );
    const { byActor, requests } = summarise(many);
    expect(requests).toBe(50);
    expect(byActor).toHaveLength(21);
    expect(byActor[20]).toEqual({ name: '(others)', count: 30 });
    expect(byActor[0].name.length).toBeLessThanOrEqual(121);
  });

  it('has nothing to tell of nothing', () => {
    expect(summarise([])).toMatchObject({ requests: 0, byActor: [] });
  });
});
