import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { badRequest } from '../api/ApiError';
import type { Call } from '../http/KubeApi';
import { asApiError } from '../http/responses';
import { containerOf, podOf } from './containers';
import { EXEC_PROTOCOLS, prepareExec } from './exec';
import {
  checkPorts,
  PORT_FORWARD_PROTOCOLS,
  preparePortForward,
} from './portForward';

/** Upgrades requests to `pods/exec` and `pods/portforward` to WebSockets. */
export class StreamUpgrader {
  private readonly sockets = new Set<WebSocket>();

  /** Checks the request, and only then completes the handshake. */
  upgrade(call: Call, socket: Duplex, head: Buffer): void {
    const exec = call.info.subresource === 'exec';
    if (exec) containerOf(podOf(call), call.info.query.get('container'));
    const protocols = exec ? EXEC_PROTOCOLS : PORT_FORWARD_PROTOCOLS;
    const offered = (call.request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map(protocol => protocol.trim());
    const chosen = protocols.find(protocol => offered.includes(protocol));
    if (!chosen) {
      throw badRequest(
        `unable to negotiate a protocol: client supports ${JSON.stringify(
          offered,
        )}, server supports ${JSON.stringify(protocols)}`,
      );
    }
    if (chosen === 'v4.channel.k8s.io' && !exec) checkPorts(call.info.query);
    const serve = exec ? prepareExec(call) : preparePortForward(call, chosen);
    const server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
    });
    // The library refuses a slash in a protocol's name, which kubectl's has; so it is answered here.
    delete call.request.headers['sec-websocket-protocol'];
    server.on('headers', headers =>
      headers.push(`Sec-WebSocket-Protocol: ${chosen}`),
    );
    server.handleUpgrade(call.request, socket, head, webSocket => {
      this.sockets.add(webSocket);
      webSocket.on('close', () => this.sockets.delete(webSocket));
      serve(webSocket);
    });
  }

  /** Ends every stream. */
  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }
}

/** Answers an upgrade that is refused, in place of the handshake. */
export function refuseUpgrade(socket: Duplex, error: unknown): void {
  const refusal = asApiError(error);
  const body = JSON.stringify(refusal.toStatus());
  socket.end(
    [
      `HTTP/1.1 ${refusal.code} ${refusal.reason ?? 'Error'}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
