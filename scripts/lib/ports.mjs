import { createServer } from 'node:net';
import { Mendable } from './progress.mjs';

function tryListen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address();
      server.close(() => resolve(taken));
    });
  });
}

/** A port that is free now. */
export function freePort() {
  return tryListen(0);
}

/** Refuses a port that something else listens on. */
export async function requireFree(port, what, fix) {
  try {
    await tryListen(port);
  } catch (error) {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
      throw new Mendable(`Port ${port} (${what}) is busy: ${fix}`);
    }
    throw error;
  }
}
