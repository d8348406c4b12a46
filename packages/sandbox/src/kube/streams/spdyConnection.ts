import type { Duplex } from 'node:stream';
import { connection, SpdyConnection } from 'spdy-transport';

const NO_LIMIT = 0x3fffffff;

/**
 * A SPDY connection as Kubernetes clients speak it. They keep to the framing but not to all of the protocol, and the
 * library is stricter than they are, so two of its checks are loosened here.
 */
export function acceptSpdy(socket: Duplex): SpdyConnection {
  const spdy = connection.create(socket, {
    protocol: 'spdy',
    isServer: true,
    windowSize: NO_LIMIT,
  });
  const { parser, window } = spdy._spdyState;
  const parseHeaders = parser.parseKVs.bind(parser);
  // Their streams carry no HTTP request, hence no method or path, which the library requires.
  parser.parseKVs = (buffer, callback) =>
    parseHeaders(buffer, (error, headers) =>
      callback(
        error,
        headers && { ':method': 'POST', ':path': '/', ...headers },
      ),
    );
  spdy.start(3.1);
  // They never send window updates: without this, a stream would stop after 64 KiB.
  window.send.update(NO_LIMIT);
  spdy.on('stream', stream => stream._spdyState.window.send.update(NO_LIMIT));
  return spdy;
}
