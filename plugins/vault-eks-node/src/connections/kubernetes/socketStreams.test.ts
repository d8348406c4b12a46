import { createServer, Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { createCertificateAuthority } from '../../testing/certificateAuthority';
import { createKubernetesConnection } from './createKubernetesConnection';
import type { KubernetesConnection } from './KubernetesConnection';

const { signal } = new AbortController();

/** The number at which a count stands still for a second. */
async function unchanging(count: () => number): Promise<number> {
  for (let last = -1; last !== count(); ) {
    last = count();
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
  return count();
}

describe('streams over WebSocket', () => {
  let server: Server;
  let kubernetes: KubernetesConnection;
  let onSocket: (socket: WebSocket, url: string) => void;
  let refuse = false;

  beforeEach(async () => {
    refuse = false;
    const sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: () => 'v4.channel.k8s.io',
    });
    const ca = await createCertificateAuthority();
    const { keyPem, certificatePem } = await ca.issue(['localhost']);
    server = createServer({ key: keyPem, cert: certificatePem });
    server.on('upgrade', (request, raw, head) => {
      if (refuse || request.headers.authorization !== 'Bearer t') {
        raw.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, raw, head, socket =>
        onSocket(socket, request.url ?? ''),
      );
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    kubernetes = await createKubernetesConnection({
      endpoint: `https://localhost:${port}`,
      caData: Buffer.from(ca.pem).toString('base64'),
      token: async () => 't',
      timeoutMs: 500,
    });
  });
  afterEach(async () => {
    await kubernetes.close();
    server.closeAllConnections();
    server.close();
  });

  const target = { namespace: 'vault', pod: 'vault-0', port: 8200 };
  const portFrame = (channel: number) => Buffer.of(channel, 0x08, 0x20);

  it('carry bytes both ways to the end', async () => {
    onSocket = (socket, url) => {
      expect(url).toBe(
        '/api/v1/namespaces/vault/pods/vault-0/portforward?ports=8200',
      );
      socket.send(portFrame(0));
      socket.send(portFrame(1));
      socket.on('message', (data: Buffer) => {
        expect(data[0]).toBe(0);
        socket.send(
          Buffer.concat([Buffer.of(0), Buffer.from('echo '), data.subarray(1)]),
        );
        socket.close();
      });
    };
    const stream = await kubernetes.portForward(target, { signal });
    stream.write('hello');
    let text = '';
    for await (const chunk of stream) {
      text += chunk;
    }
    expect(text).toBe('echo hello');
  });

  it('fail with what the kubelet says', async () => {
    onSocket = socket => {
      socket.send(portFrame(0));
      socket.send(portFrame(1));
      socket.send(Buffer.concat([Buffer.of(1), Buffer.from('no such port')]));
    };
    await expect(
      kubernetes
        .portForward(target, { signal })
        .then(stream => once(stream, 'data')),
    ).rejects.toThrow('Port 8200 of pod vault-0: no such port');
  });

  it('fail without harm while nobody listens, and remember why', async () => {
    let fail = () => {};
    onSocket = socket => {
      socket.send(portFrame(0));
      socket.send(portFrame(1));
      fail = () =>
        socket.send(Buffer.concat([Buffer.of(1), Buffer.from('refused')]));
    };
    const stream = await kubernetes.portForward(target, { signal });
    const closed = new Promise(resolve => stream.on('close', resolve));
    fail();
    await closed;
    expect(stream.errored?.message).toBe('Port 8200 of pod vault-0: refused');
  });

  it('say why they cannot be opened', async () => {
    refuse = true;
    await expect(kubernetes.portForward(target, { signal })).rejects.toThrow(
      /Port-forward to pod vault-0 failed: .*403/,
    );
  });

  it('pause the pod while nobody reads, and let it go on when somebody does', async () => {
    const megabyte = Buffer.alloc(1024 * 1024 + 1);
    const frames = 128;
    let sent = 0;
    onSocket = socket => {
      socket.send(portFrame(0));
      socket.send(portFrame(1));
      const more = () => {
        if (sent < frames) {
          socket.send(megabyte, () => {
            sent++;
            more();
          });
        }
      };
      more();
    };
    const stream = await kubernetes.portForward(target, { signal });
    await once(stream, 'readable');
    // What lies between takes some; then the pod waits, however long that is.
    const stalled = await unchanging(() => sent);
    expect(stalled).toBeLessThan(frames);
    let received = 0;
    for await (const chunk of stream) {
      received += chunk.length;
      if (received === frames * 1024 * 1024) {
        break;
      }
    }
    expect(received).toBe(frames * 1024 * 1024);
    await unchanging(() => sent);
    expect(sent).toBe(frames);
  });

  it('run a command and tell how it ended', async () => {
    onSocket = (socket, url) => {
      expect(url).toContain('command=vault&command=status');
      const send = (channel: number, text: string) =>
        socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(text)]));
      send(1, 'Sealed');
      send(2, 'warned');
      send(
        3,
        JSON.stringify({
          status: 'Failure',
          reason: 'NonZeroExitCode',
          details: { causes: [{ reason: 'ExitCode', message: '2' }] },
        }),
      );
    };
    await expect(
      kubernetes.exec(
        {
          namespace: 'vault',
          pod: 'vault-0',
          container: 'vault',
          command: ['vault', 'status'],
        },
        { signal },
      ),
    ).resolves.toEqual({ exitCode: 2, stdout: 'Sealed', stderr: 'warned' });
  });
});
