import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import type { PodHost } from '../../kubelet/PodHost';
import { badRequest } from '../api/ApiError';
import type { Call } from '../http/KubeApi';
import { bytesOf, channelWriter, sendOn } from './channels';
import { hostOf, podOf } from './containers';
import { acceptSpdy } from './spdyConnection';

const TUNNEL = 'SPDY/3.1+portforward.k8s.io';

/** WebSocket protocols of port-forward: kubectl's SPDY in a tunnel, and plain channels. */
export const PORT_FORWARD_PROTOCOLS = [TUNNEL, 'v4.channel.k8s.io'];

/** Opens connections to ports of one pod. */
type Connect = (port: number) => Promise<Duplex>;

/** Checks a port-forward before its connection is upgraded, and gives what to do once it is. */
export function preparePortForward(
  call: Call,
  protocol: string,
): (socket: WebSocket) => void {
  const { info } = call;
  const { name } = podOf(call).metadata;
  const host: PodHost = hostOf(call);
  const connect: Connect = port =>
    host.connect(info.namespace ?? '', name, port);
  const ports = info.query
    .getAll('ports')
    .flatMap(text => text.split(','))
    .map(Number);
  return socket => {
    if (protocol === TUNNEL) {
      forwardThroughTunnel(socket, connect);
      return;
    }
    forwardThroughChannels(socket, ports, connect);
  };
}

/** Whether the request names ports, which the channel protocol needs beforehand. */
export function checkPorts(query: URLSearchParams): void {
  const ports = query.getAll('ports').flatMap(text => text.split(','));
  const wrong = ports.find(port => !(Number(port) > 0 && Number(port) < 65536));
  if (ports.length === 0) throw badRequest('port is required');
  if (wrong !== undefined)
    throw badRequest(`unable to parse "${wrong}" as a port`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Port number i has channel 2i for its data and 2i+1 for its errors; each starts with the port's number. */
function forwardThroughChannels(
  socket: WebSocket,
  ports: readonly number[],
  connect: Connect,
): void {
  const upstreams = ports.map((port, index) => {
    const label = Buffer.alloc(2);
    label.writeUInt16LE(port);
    sendOn(socket, 2 * index, label);
    sendOn(socket, 2 * index + 1, label);
    const fail = (error: unknown) =>
      sendOn(socket, 2 * index + 1, Buffer.from(reasonOf(error)));
    return connect(port).then(
      upstream => {
        upstream.on('error', fail);
        upstream.pipe(channelWriter(socket, 2 * index));
        upstream.on('end', () => ports.length === 1 && socket.close(1000));
        if (socket.readyState !== socket.OPEN) upstream.destroy();
        return upstream;
      },
      error => {
        fail(error);
        return undefined;
      },
    );
  });
  socket.on('message', data => {
    const message = bytesOf(data);
    if (message[0] % 2 !== 0) return;
    void upstreams[message[0] / 2]?.then(upstream => {
      if (!upstream || upstream.destroyed) return;
      // Reads from the client stop while the pod does not keep up.
      if (!upstream.write(message.subarray(1))) {
        socket.pause();
        upstream.once('drain', () => socket.resume());
      }
    });
  });
  const finish = () =>
    upstreams.forEach(pending => pending.then(upstream => upstream?.destroy()));
  socket.on('close', finish);
  socket.on('error', finish);
}

/** Each forwarded connection is a pair of SPDY streams with the same request id: one for errors, one for data. */
function forwardThroughTunnel(socket: WebSocket, connect: Connect): void {
  const tunnel = createWebSocketStream(socket);
  tunnel.on('error', () => socket.terminate());
  const spdy = acceptSpdy(tunnel);
  spdy.on('error', () => socket.terminate());
  const errorStreams = new Map<string, Duplex>();
  spdy.on('stream', stream => {
    const { streamtype, port, requestid } = stream.headers;
    stream.on('error', () => stream.destroy());
    stream.respond(200, {});
    if (streamtype === 'error') {
      stream.resume();
      errorStreams.set(requestid, stream);
      return;
    }
    const errors = errorStreams.get(requestid);
    errorStreams.delete(requestid);
    connect(Number(port)).then(
      upstream => {
        upstream.on('error', error => {
          errors?.end(reasonOf(error));
          stream.end();
        });
        upstream.on('end', () => errors?.end());
        stream.on('close', () => upstream.destroy());
        upstream.pipe(stream).pipe(upstream);
      },
      error => {
        errors?.end(`error forwarding port ${port} to pod: ${reasonOf(error)}`);
        stream.end();
      },
    );
  });
}
