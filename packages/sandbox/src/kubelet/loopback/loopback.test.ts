import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { portOf } from './claimLoopback';
import { endServer, forwarder, keepingSockets } from './forward';

describe('forwarder', () => {
  it('carries both ways, and ends with its connections', async () => {
    const target = keepingSockets(
      createServer(socket => {
        socket.on('data', data => socket.end(`heard ${data}`));
      }),
    );
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
    const server = forwarder({ host: '127.0.0.1', port: portOf(target) });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');

    const client = connect(portOf(server), '127.0.0.1');
    client.write('you');
    await expect(text(client)).resolves.toBe('heard you');

    const idle = connect(portOf(server), '127.0.0.1');
    await once(idle, 'connect');
    const closed = once(idle, 'close');
    await endServer(server);
    await closed;
    await endServer(target);
    expect(server.listening).toBe(false);
  });

  it('cuts who comes while nobody listens behind it', async () => {
    const server = forwarder({ host: '127.0.0.1', port: 1 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect(portOf(server), '127.0.0.1');
    const [hadError] = await once(
      client.on('error', () => {}),
      'close',
    );
    expect(typeof hadError).toBe('boolean');
    await endServer(server);
  });
});
