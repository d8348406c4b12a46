import { createServer, type RequestListener } from 'node:http';
import type { RunningServer } from '../world';

/**
 * Serves on the loopback interface; port 0 takes a free one.
 *
 * @throws Error naming the port and what wanted it, when it is taken
 */
export async function listen(
  handler: RequestListener,
  port: number,
  what: string,
): Promise<RunningServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(explain(error, port, what)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error(`${what} has no port`);
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain(error: Error, port: number, what: string): Error {
  const busy = 'code' in error && error.code === 'EADDRINUSE';
  return busy
    ? new Error(
        `Port ${port} (${what}) is busy: stop what listens there, or let the sandbox take free ports with --ports auto.`,
      )
    : error;
}
