import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';

const TICK_MS = 20;
const HISTORY = 200;
const CHUNK_CHARACTERS = 256 * 1024;
const PATHS = [
  'auth/kubernetes/login',
  'secret/data/payments/db',
  'secret/data/orders/api',
  'database/creds/readonly',
];

/** A server whose audit log never rests. */
export interface AuditFlood {
  readonly url: string;
  /** Lines that have been made, whoever read them. */
  readonly made: () => number;
  /** No more lines; the connection stays. */
  readonly stop: () => void;
  readonly close: () => void;
}

/** Position of line `n` in the tail. */
export const idOf = (n: number) => String(n).padStart(9, '0');

/** Line `n`: a request, and then its response, a few others between them. */
function lineOf(n: number): AuditLine {
  const isRequest = n % 2 === 0;
  const exchange = isRequest ? n / 2 : Math.max(0, (n - 1) / 2 - 3);
  const path = PATHS[exchange % PATHS.length];
  const line = {
    id: idOf(n),
    pod: 'vault-0',
    time: new Date().toISOString(),
    type: isRequest ? ('request' as const) : ('response' as const),
    requestId: `request-${exchange}`,
    operation: path.startsWith('auth/') ? 'update' : 'read',
    path,
    mountPoint: `${path.split('/')[0]}/`,
    actor: `kubernetes-payments-${exchange % 7}`,
    remoteAddress: '10.0.3.41',
    ...(!isRequest && exchange % 50 === 0 && { error: 'permission denied' }),
  };
  return { ...line, raw: JSON.stringify(line) };
}

const eventOf = (name: string, data: object) =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Serves the audit log as the portal does, `rate` lines a second from the first connection on; a slow reader is waited
 * for, and gets what it missed. Whether only errors are asked for, and the id to go on after, are heeded.
 */
export async function startAuditFlood(rate: number): Promise<AuditFlood> {
  let started = 0;
  let made = 0;
  let stopped = false;
  const makeUpToNow = () => {
    if (!stopped) {
      made = Math.floor(((Date.now() - started) / 1000) * rate);
    }
  };
  /** The events from line `next` on, as fast as they are made and taken. */
  async function* eventsFrom(next: number, filter: AuditFilter) {
    yield eventOf('source', { state: 'following', pod: 'vault-0' });
    for (let n = next; ; ) {
      makeUpToNow();
      let text = '';
      for (; n < made && text.length < CHUNK_CHARACTERS; n += 1) {
        const line = lineOf(n);
        if (matchesAuditFilter({ kind: 'line', line }, filter)) {
          text += eventOf('line', line);
        }
      }
      if (text) {
        yield text;
      }
      if (n >= made) {
        await sleep(TICK_MS);
      }
    }
  }
  const server = createServer(async (req, res) => {
    started ||= Date.now();
    makeUpToNow();
    const query = new URL(req.url ?? '/', 'http://flood').searchParams;
    const after = query.get('after');
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    const events = eventsFrom(
      after ? Number(after) + 1 : Math.max(0, made - HISTORY),
      { errorsOnly: query.get('errorsOnly') === 'true' },
    );
    try {
      await pipeline(Readable.from(events, { highWaterMark: 1 }), res);
    } catch {
      // The page has left.
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    made: () => made,
    stop: () => {
      makeUpToNow();
      stopped = true;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
