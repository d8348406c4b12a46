import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CertificateAuthority } from './certificateAuthority';

/** What a test's Vault node is asked. */
export interface AskedOfVault {
  readonly method: string;
  /** Without `/v1/` and the query. */
  readonly path: string;
  readonly token?: string;
  readonly body: unknown;
}

export type VaultReply = {
  readonly status: number;
  readonly body?: unknown;
};

/** A node that speaks Vault's HTTP over TLS on loopback. */
export interface VaultNode {
  readonly asked: AskedOfVault[];
  open(): Promise<Duplex>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text ? JSON.parse(text) : undefined;
}

export async function startVaultNode(options: {
  readonly ca: CertificateAuthority;
  readonly names: readonly string[];
  readonly answer: (asked: AskedOfVault) => VaultReply | Promise<VaultReply>;
  readonly days?: number;
}): Promise<VaultNode> {
  const { ca, names, answer, days } = options;
  const { keyPem, certificatePem } = await ca.issue(names, days);
  const asked: AskedOfVault[] = [];
  const server = createServer(
    { key: keyPem, cert: certificatePem },
    async (request, response) => {
      const token = request.headers['x-vault-token'];
      const ask = {
        method: request.method ?? '',
        path: (request.url ?? '').replace(/^\/v1\//, '').replace(/\?.*$/, ''),
        token: typeof token === 'string' ? token : undefined,
        body: await bodyOf(request),
      };
      asked.push(ask);
      const { status, body } = await answer(ask);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    },
  );
  const sockets = new Set<Duplex>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    open: () =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      }),
    close: () =>
      new Promise(resolve => {
        sockets.forEach(socket => socket.destroy());
        server.close(() => resolve());
      }),
  };
}
