import { createServer } from 'node:net';

/** Where the parts of the sandbox listen. */
export interface SandboxPorts {
  readonly control: number;
  readonly aws: number;
  readonly helm: number;
  /** In the order of the clusters. */
  readonly clusters: readonly number[];
}

const FIXED: SandboxPorts = {
  control: 4500,
  aws: 4566,
  helm: 4567,
  clusters: [4610, 4611],
};

/** The fixed ports that the documentation names, or any free ones. */
export async function choosePorts(
  choice: 'fixed' | 'auto',
): Promise<SandboxPorts> {
  if (choice === 'fixed') {
    return FIXED;
  }
  // A cluster's address is part of its identity, which exists before its server does.
  const clusters = await Promise.all(FIXED.clusters.map(freePort));
  return { control: 0, aws: 0, helm: 0, clusters };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('No free port was found');
  }
  return address.port;
}

/** Says which part wanted a port that is taken; any other error is passed on. */
export async function namingBusyPort<T>(
  what: string,
  port: number,
  listening: Promise<T>,
): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    throw isBusy(error)
      ? new Error(
          `Port ${port} (${what}) is busy: stop what listens there, or let the sandbox take free ports with --ports auto.`,
        )
      : error;
  }
}

function isBusy(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'EADDRINUSE'
  );
}
