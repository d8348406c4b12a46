import { Duplex } from 'node:stream';
import { ServiceUnavailableError } from '@backstage/errors';
import type { PodRef } from './KubernetesConnection';
import { openSocket, Socket, SocketOptions } from './openSocket';

const DATA = 0;
const PORT_NUMBER_BYTES = 2;

/**
 * Opens `pods/portforward` for one port as a stream with back-pressure both ways.
 *
 * @throws ServiceUnavailableError when it cannot be opened, or nothing listens on the port
 */
export async function openPortForward(
  target: PodRef & { readonly port: number },
  options: SocketOptions,
): Promise<Duplex> {
  // The stream exists before its socket: the first bytes may come while the socket is still being handed over.
  const link: { socket?: Socket } = {};
  const awaitsPort = [true, true];
  const stream = new Duplex({
    read: () => link.socket?.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      const { socket } = link;
      if (!socket || socket.readyState !== socket.OPEN) {
        done(new ServiceUnavailableError('The port-forward is closed'));
        return;
      }
      socket.send(Buffer.concat([Buffer.of(DATA), chunk]), done);
    },
    final: done => {
      link.socket?.close();
      done();
    },
    destroy: (error, done) => {
      link.socket?.terminate();
      done(error);
    },
  });
  // It may fail before anybody listens, when it is handed over or waits for something else; `errored` tells then.
  stream.on('error', () => undefined);
  // The client's own PortForward drops back-pressure and the end of the stream, so only its socket is used.
  const { handler } = new options.client.Exec(options.config);
  const path = `/api/v1/namespaces/${target.namespace}/pods/${target.pod}/portforward?ports=${target.port}`;
  const opening = handler.connect(path, null, (channel, frame) => {
    let bytes = frame;
    if (awaitsPort[channel]) {
      awaitsPort[channel] = false;
      bytes = frame.subarray(PORT_NUMBER_BYTES);
    }
    if (bytes.length === 0) {
      return true;
    }
    if (channel === DATA) {
      if (!stream.push(bytes)) {
        link.socket?.pause();
      }
    } else {
      stream.destroy(
        new ServiceUnavailableError(
          `Port ${target.port} of pod ${target.pod}: ${bytes.toString('utf8')}`,
        ),
      );
    }
    return true;
  });
  const socket = await openSocket(
    `Port-forward to pod ${target.pod}`,
    opening,
    options,
  );
  link.socket = socket;
  if (stream.errored) {
    socket.terminate();
    throw stream.errored;
  }
  socket.on('error', error => stream.destroy(error));
  socket.on('close', () => {
    if (!stream.destroyed) {
      stream.push(null);
      stream.end();
    }
  });
  return stream;
}
