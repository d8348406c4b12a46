import { mockCredentials } from '@backstage/backend-test-utils';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { once } from 'node:events';
import type { Server } from 'node:http';
import request from 'supertest';
import { fakeVaultEks, prod } from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';

const path = '/api/vault-eks/v1/audit?entityRef=resource:default/vault-prod';

const line = (id: string): AuditTailEvent => ({
  kind: 'line',
  line: {
    id,
    pod: 'vault-0',
    time: '2026-11-24T00:00:00.000Z',
    type: 'request',
    requestId: 'r',
    operation: 'read',
    path: 'secret/data/app',
    raw: '{}',
  },
});

/** An engine whose tail sends what is given, then waits until it is told to stop. */
function tailing(events: readonly AuditTailEvent[]) {
  const vaultEks = fakeVaultEks();
  const ended: string[] = [];
  vaultEks.tailAudit.mockImplementation(async function* tail(
    ...[, { signal }]: Parameters<VaultEks['tailAudit']>
  ) {
    yield* events;
    if (!signal.aborted) {
      await once(signal, 'abort');
    }
    ended.push('ended');
  });
  return { vaultEks, ended };
}

/** Reads a stream of server-sent events until as many have come as are wanted. */
async function read(
  server: Server,
  query: string,
  wanted: number,
  headers: Record<string, string> = {},
) {
  const address = server.address();
  if (!address || typeof address === 'string') {
    throw new Error('The test backend does not listen');
  }
  const client = new AbortController();
  const response = await fetch(`http://localhost:${address.port}${query}`, {
    headers: { ...headers, Authorization: mockCredentials.user.header() },
    signal: client.signal,
  });
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => messages.push(message) });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  while (reader && messages.length < wanted) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    parser.feed(decoder.decode(value, { stream: true }));
  }
  return { response, messages, leave: () => client.abort() };
}

jest.setTimeout(90_000);

/** Far beyond what a busy machine takes: reached only by what never happens. */
const NEVER_MS = 60_000;

async function eventually(check: () => boolean): Promise<void> {
  const deadline = Date.now() + NEVER_MS;
  while (!check()) {
    if (Date.now() > deadline) {
      throw new Error(`It did not happen within ${NEVER_MS} ms`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('GET /v1/audit', () => {
  it('streams lines with their ids and ends when the client goes', async () => {
    const { vaultEks, ended } = tailing([
      { kind: 'source', source: { pod: 'vault-0', state: 'following' } },
      line('1'),
      {
        kind: 'unreadable',
        line: { id: '2', pod: 'vault-0', reason: 'malformed', size: 7 },
      },
      { kind: 'source', source: { state: 'waiting' } },
    ]);
    const { server, audited } = await startPortal({ vaultEks });
    const { response, messages, leave } = await read(
      server,
      `${path}&history=5&after=0&operation=read&mount=secret&errorsOnly=true`,
      4,
    );
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    expect(messages.map(({ event, id }) => [event, id])).toEqual([
      ['source', '0'],
      ['line', '1'],
      ['unreadable', '2'],
      ['source', '2'],
    ]);
    expect(JSON.parse(messages[1].data)).toMatchObject({
      id: '1',
      path: 'secret/data/app',
    });
    expect(vaultEks.tailAudit).toHaveBeenCalledWith(prod, {
      signal: expect.any(AbortSignal),
      history: 5,
      after: '0',
      filter: { operation: 'read', mount: 'secret', errorsOnly: true },
    });
    expect(audited).toEqual(['audit-tail succeeded']);
    expect(ended).toEqual([]);
    leave();
    await eventually(() => ended.length === 1);
  });

  it('goes on from the last event that a browser has, whatever its address says', async () => {
    const { vaultEks } = tailing([line('8')]);
    const { server } = await startPortal({ vaultEks });
    const { leave } = await read(server, `${path}&after=3`, 1, {
      'last-event-id': '7',
    });
    leave();
    expect(vaultEks.tailAudit).toHaveBeenCalledWith(
      prod,
      expect.objectContaining({ after: '7' }),
    );
  });

  it('opens no tail for a client who left while the policy was asked', async () => {
    const { vaultEks } = tailing([line('1')]);
    const gone = new AbortController();
    let asked = false;
    let left: Promise<unknown> | undefined;
    const { server, audited } = await startPortal({
      vaultEks,
      decides: async () => {
        asked = true;
        gone.abort();
        await left;
        await new Promise(resolve => setTimeout(resolve, 50));
      },
    });
    server.once('connection', socket => {
      left = once(socket, 'close');
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(
      fetch(`http://localhost:${port}${path}`, {
        headers: { Authorization: mockCredentials.user.header() },
        signal: gone.signal,
      }),
    ).rejects.toThrow(/abort/);
    await eventually(() => audited.length === 1);
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(asked).toBe(true);
    expect(vaultEks.tailAudit).not.toHaveBeenCalled();
  });

  it('ends when the backend stops', async () => {
    const { vaultEks, ended } = tailing([line('1')]);
    const { server, stop } = await startPortal({ vaultEks });
    await read(server, path, 1);
    const stopped = stop();
    await eventually(() => ended.length === 1);
    await stopped;
    expect(ended).toEqual(['ended']);
  });

  it('bounds what one person has open, and gives the place back', async () => {
    const { vaultEks, ended } = tailing([line('1')]);
    const { server } = await startPortal({
      vaultEks,
      vaultEksConfig: { audit: { tailsPerUser: 1 } },
    });
    const first = await read(server, path, 1);
    const second = await request(server).get(path);
    expect(second.status).toBe(403);
    expect(second.body.error.message).toMatch('close one of them first');
    first.leave();
    await eventually(() => ended.length === 1);
    const third = await read(server, path, 1);
    expect(third.response.status).toBe(200);
    third.leave();
  });

  it('bounds what all have open, and says that it is for now', async () => {
    const { vaultEks } = tailing([line('1')]);
    const { server } = await startPortal({
      vaultEks,
      vaultEksConfig: { audit: { tailsTotal: 1 } },
    });
    const first = await read(server, path, 1);
    const second = await request(server).get(path);
    expect(second.status).toBe(503);
    expect(second.body.error.message).toMatch('vaultEks.audit.tailsTotal');
    first.leave();
  });

  it('tells a failure without its insides', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.tailAudit.mockImplementation(async function* broken() {
      yield line('1');
      throw new Error('connect ECONNREFUSED 10.0.0.1:443');
    });
    const { server } = await startPortal({ vaultEks });
    const { messages } = await read(server, path, 2);
    expect(messages[1].event).toBe('source');
    expect(JSON.parse(messages[1].data)).toEqual({
      state: 'failed',
      message: expect.stringMatching(/^The audit tail of .* failed\. /),
    });
    expect(messages[1].data).not.toMatch('ECONNREFUSED');
  });

  it('leaves one audit event, however the tail fails', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.tailAudit.mockImplementation(() => {
      throw new Error('no tail');
    });
    const { server, audited } = await startPortal({ vaultEks });
    expect((await request(server).get(path)).status).toBe(500);
    expect(audited).toEqual(['audit-tail succeeded']);
  });

  it('refuses who is not signed in, or may not, and what is not there', async () => {
    const { vaultEks } = tailing([]);
    const open = await startPortal({ vaultEks });
    const anonymous = await request(open.server)
      .get(path)
      .set('Authorization', mockCredentials.none.header());
    const absent = await request(open.server).get(
      '/api/vault-eks/v1/audit?entityRef=resource:default/other',
    );
    const shut = await startPortal({
      vaultEks,
      denied: ['vault-eks.audit.read'],
    });
    const denied = await request(shut.server).get(path);
    expect([anonymous.status, absent.status, denied.status]).toEqual([
      401, 404, 403,
    ]);
    expect(shut.audited).toEqual(['audit-tail failed']);
    expect(vaultEks.tailAudit).not.toHaveBeenCalled();
  });

  it('names the parameter that it cannot use', async () => {
    const { server } = await startPortal();
    const response = await request(server).get(`${path}&history=5000`);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/^history: /);
  });
});
