import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { RunningServer } from '../../world';
import type { WireRequest } from '../wire/Protocol';
import type { Dispatcher } from './Dispatcher';

const maximumBody = 16 * 1024 * 1024;

/** Serves the dispatcher over HTTP on loopback. */
export async function listen(
  dispatcher: Dispatcher,
  port: number,
): Promise<RunningServer> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const serving = serve(dispatcher, request, response)
      .catch(() => void request.destroy())
      .finally(() => underWay.delete(serving));
    underWay.add(serving);
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the AWS endpoint has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      // Whose client is gone still works on what is closed next.
      await Promise.all(underWay);
    },
  };
}

async function serve(
  dispatcher: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome = await dispatcher.dispatch(await wireRequestOf(request));
  if (outcome === 'drop') {
    request.socket.destroy();
    return;
  }
  if (outcome === 'timeout') {
    // The client gives up in the end, or the server is closed.
    return;
  }
  response.writeHead(outcome.status, {
    ...outcome.headers,
    'content-length': Buffer.byteLength(outcome.body),
  });
  response.end(outcome.body);
}

async function wireRequestOf(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maximumBody) {
      throw new Error('the request is too large');
    }
    chunks.push(chunk);
  }
  const [path, query = ''] = (request.url ?? '/').split('?', 2);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value ?? '',
      ]),
    ),
    body: Buffer.concat(chunks),
  };
}
