import { createServer, type RequestListener } from 'node:http';
import { namingBusyPort } from '../ports';
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
  await namingBusyPort(
    what,
    port,
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    }),
  );
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
