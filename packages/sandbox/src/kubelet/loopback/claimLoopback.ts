import type { AddressInfo, Server } from 'node:net';

const BLOCKS = 254;
const HTTPS = 443;

/** A network of 254 loopback addresses that nobody else on this machine uses. */
export interface LoopbackBlock {
  /** For example `127.0.7.`; a number from 2 to 254 makes it an address. */
  readonly prefix: string;
  /** The first address, where the server listens on port 443. */
  readonly address: string;
}

const ADVICE: Readonly<Record<string, string>> = {
  EACCES:
    'run the sandbox as root, or let everybody listen there: sysctl net.ipv4.ip_unprivileged_port_start=443',
  EADDRNOTAVAIL:
    'only Linux has all of 127.0.0.0/8; run the sandbox on Linux, or without SANDBOX_VAULT_BINARY',
};

/**
 * Finds a free block and holds it by listening at port 443 of its first address, as what pods call by name is found
 * there: the API server, or AWS. The block is free again when the server closes.
 *
 * @throws Error when this machine does not let it listen there, with what to do
 */
export async function claimLoopback(server: Server): Promise<LoopbackBlock> {
  for (let block = 1; block <= BLOCKS; block += 1) {
    const prefix = `127.0.${block}.`;
    const address = `${prefix}1`;
    const failure = await listen(server, address);
    if (failure === undefined) return { prefix, address };
    if (failure !== 'EADDRINUSE') {
      const advice = ADVICE[failure];
      throw new Error(
        `A real Vault process needs port ${HTTPS} of a loopback address, and ${address}:${HTTPS} gives ${failure}${
          advice ? `: ${advice}` : ''
        }`,
      );
    }
  }
  throw new Error(
    `Port ${HTTPS} is taken at all of 127.0.1.1 to 127.0.${BLOCKS}.1: end other sandboxes that run real Vault processes`,
  );
}

function listen(server: Server, host: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.removeAllListeners('listening');
      resolve(error.code ?? error.message);
    };
    server.once('error', failed);
    server.listen({ host, port: HTTPS }, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}

/** The port that a listening TCP server was given. */
export function portOf(server: Server): number {
  // The address of a TCP server is never a string.
  return (server.address() as AddressInfo).port;
}
