import { Writable } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

/** Bytes of a WebSocket message. */
export function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** Sends one message on a channel: its number, then the bytes. */
export function sendOn(
  socket: WebSocket,
  channel: number,
  bytes: Buffer,
  done: (error?: Error) => void = () => {},
): void {
  if (socket.readyState !== socket.OPEN) {
    done();
    return;
  }
  socket.send(Buffer.concat([Buffer.from([channel]), bytes]), done);
}

/** A stream whose writes go out on one channel, no faster than the client takes them. */
export function channelWriter(socket: WebSocket, channel: number): Writable {
  return new Writable({
    write(chunk, encoding, done) {
      const bytes = Buffer.isBuffer(chunk)
        ? chunk
        : Buffer.from(chunk, encoding);
      sendOn(socket, channel, bytes, done);
    },
  });
}
