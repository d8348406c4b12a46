/** @jest-environment node */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AuditTailEvent } from '../audit/AuditLine';
import { VaultEksClient } from './VaultEksClient';

const ENTITY = 'resource:default/demo-vault';

const line = (id: string) =>
  `event: line\nid: ${id}\ndata: ${JSON.stringify({
    id,
    path: 'sys/mounts',
  })}\n\n`;

/** A real server, since what is tested is how the bytes arrive and when the connection ends. */
class AuditServer {
  url = new URL('http://unasked');
  closed = Promise.resolve<unknown>(undefined);
  readonly #server: Server;

  private constructor(answer: (response: ServerResponse) => Promise<void>) {
    this.#server = createServer((request, response) => {
      this.url = new URL(request.url ?? '', 'http://portal');
      this.closed = once(response, 'close');
      answer(response);
    });
  }

  static async start(answer: (response: ServerResponse) => Promise<void>) {
    const server = new AuditServer(answer);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  static streaming(
    chunks: string[],
    options: { hold?: boolean; gapMs?: number } = {},
  ) {
    return AuditServer.start(async response => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const chunk of chunks) {
        await new Promise(resolve => response.write(chunk, resolve));
        await new Promise(resolve => setTimeout(resolve, options.gapMs ?? 5));
      }
      if (!options.hold) {
        response.end();
      }
    });
  }

  client(options: { tailIdleMs?: number } = {}) {
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return new VaultEksClient({
      discoveryApi: {
        getBaseUrl: async plugin => `http://127.0.0.1:${port}/api/${plugin}`,
      },
      fetchApi: { fetch },
      ...options,
    });
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function collect(events: AsyncIterable<AuditTailEvent>) {
  const all: AuditTailEvent[] = [];
  for await (const event of events) {
    all.push(event);
  }
  return all;
}

describe('the audit tail', () => {
  let server: AuditServer;
  afterEach(() => server.stop());

  it('yields events by name, however the bytes are cut', async () => {
    const text = `: heartbeat\n\nevent: source\ndata: {"state":"following","pod":"vault-0"}\n\n${line(
      '1',
    )}event: unreadable\nid: 2\ndata: {"id":"2","reason":"malformed"}\n\nevent: later\ndata: {}\n\n`;
    server = await AuditServer.streaming([
      text.slice(0, 7),
      text.slice(7, 45),
      text.slice(45),
    ]);
    await expect(
      collect(server.client().tailAudit({ entityRef: ENTITY })),
    ).resolves.toEqual([
      { kind: 'source', source: { state: 'following', pod: 'vault-0' } },
      { kind: 'line', line: { id: '1', path: 'sys/mounts' } },
      { kind: 'unreadable', line: { id: '2', reason: 'malformed' } },
    ]);
  });

  it('sends where to resume and the filter, and nothing that was not asked', async () => {
    server = await AuditServer.streaming([]);
    await collect(
      server.client().tailAudit({
        entityRef: ENTITY,
        history: 200,
        after: 'vault-0:17',
        filter: {
          pathPrefix: 'sys/',
          mount: 'sys',
          errorsOnly: true,
          actor: '',
        },
      }),
    );
    expect(server.url.pathname).toBe('/api/vault-eks/v1/audit');
    expect(Object.fromEntries(server.url.searchParams)).toEqual({
      entityRef: ENTITY,
      history: '200',
      after: 'vault-0:17',
      pathPrefix: 'sys/',
      mount: 'sys',
      errorsOnly: 'true',
    });
  });

  it('ends quietly and closes the connection when its reader aborts', async () => {
    server = await AuditServer.streaming([line('1')], { hold: true });
    const abort = new AbortController();
    const seen: AuditTailEvent[] = [];
    for await (const event of server
      .client()
      .tailAudit({ entityRef: ENTITY, signal: abort.signal })) {
      seen.push(event);
      abort.abort();
    }
    expect(seen).toHaveLength(1);
    await server.closed;
  });

  it('closes the connection when its reader leaves the loop', async () => {
    server = await AuditServer.streaming([line('1'), line('2')], {
      hold: true,
    });
    for await (const event of server
      .client()
      .tailAudit({ entityRef: ENTITY })) {
      expect(event.kind).toBe('line');
      break;
    }
    await server.closed;
  });

  it('counts a silent connection as broken', async () => {
    server = await AuditServer.streaming([line('1')], { hold: true });
    await expect(
      collect(
        server.client({ tailIdleMs: 60 }).tailAudit({ entityRef: ENTITY }),
      ),
    ).rejects.toThrow('went silent');
  });

  it('lives on heartbeats alone', async () => {
    const heartbeats = Array.from({ length: 20 }, () => ': \n\n');
    server = await AuditServer.streaming([...heartbeats, line('1')], {
      gapMs: 60,
    });
    await expect(
      collect(
        server.client({ tailIdleMs: 1_000 }).tailAudit({ entityRef: ENTITY }),
      ),
    ).resolves.toHaveLength(1);
  });

  it('throws what the backend refused before the first event', async () => {
    server = await AuditServer.start(async response => {
      response.writeHead(403, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'not yours' },
          response: { statusCode: 403 },
        }),
      );
    });
    await expect(
      collect(server.client().tailAudit({ entityRef: ENTITY })),
    ).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: 'not yours' },
    });
  });
});
