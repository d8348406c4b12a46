import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import express from 'express';
import { streamTail } from './streamTail';

const line = (i: number): AuditTailEvent => ({
  kind: 'line',
  line: {
    id: `${i}`,
    pod: 'vault-0',
    time: '2026-11-24T00:00:00.000Z',
    type: 'request',
    requestId: `${i}`,
    operation: 'read',
    path: 'kv/data/\u202ex\r\ny\u0000',
    raw: JSON.stringify({ filler: 'x'.repeat(1_000) }),
  },
});

// Far beyond what a busy machine takes.
jest.setTimeout(60_000);

describe('streamTail', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(
    tail: AsyncIterable<AuditTailEvent>,
    options: {
      readonly heartbeatMs?: number;
      readonly stalledMs?: number;
    } = {},
  ): Promise<IncomingMessage> {
    const app = express();
    app.get('/', async (req, res) => {
      const left = new AbortController();
      res.once('close', () => left.abort());
      await streamTail({
        ...{ req, res, tail, ...options },
        signal: left.signal,
        describeFailure: () => 'it failed',
      });
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const [response] = await once(get({ host: '127.0.0.1', port }), 'response');
    return response;
  }

  async function textOf(response: IncomingMessage, until: RegExp) {
    let text = '';
    for await (const chunk of response) {
      text += chunk;
      if (until.test(text)) {
        break;
      }
    }
    return text;
  }

  it('shows that it lives while nothing is written', async () => {
    const response = await serve(
      (async function* silent() {
        await new Promise(() => {});
        yield line(1);
      })(),
      { heartbeatMs: 20 },
    );
    expect(await textOf(response, /(?::\n\n.*){2}/s)).toMatch(/^:/m);
  });

  it('writes each event on lines of its own, whatever its text', async () => {
    const shared = line(7);
    const response = await serve(
      (async function* twice() {
        yield shared;
        yield shared;
      })(),
    );
    const text = await textOf(response, /never/);
    const event = `event:line\nid:7\ndata:${JSON.stringify(
      'line' in shared && shared.line,
    )}\n\n`;
    expect(text.replace(/: /g, ':')).toContain(
      (event + event).replace(/: /g, ':'),
    );
  });

  it('cuts a client off that reads nothing any more, and lets go of the tail', async () => {
    let ended = () => {};
    const letGo = new Promise<void>(resolve => {
      ended = resolve;
    });
    const response = await serve(
      (async function* endless() {
        try {
          for (let i = 1; ; i += 1) {
            yield line(i);
          }
        } finally {
          ended();
        }
      })(),
      { stalledMs: 200 },
    );
    response.pause();
    await letGo;
    // What was on its way is still read; then the connection breaks, so that the client comes back.
    await expect(textOf(response, /never/)).rejects.toThrow(/aborted/);
  });

  it('pulls no further than the client reads', async () => {
    let pulled = 0;
    const response = await serve(
      (async function* endless() {
        for (;;) {
          pulled += 1;
          yield line(pulled);
        }
      })(),
    );
    response.pause();
    let before = -1;
    while (before !== pulled) {
      before = pulled;
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    expect(pulled).toBeLessThan(50_000);
    await textOf(response, new RegExp(`"requestId":"${pulled + 1_000}"`));
    expect(pulled).toBeGreaterThan(before);
  });
});
