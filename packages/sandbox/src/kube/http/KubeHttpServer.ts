import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { loseAnswer } from '../../interference/HttpFault';
import { unknownPath } from '../api/ApiError';
import type { Authenticator } from '../auth/Authenticator';
import { impersonated } from '../auth/impersonation';
import { refuseUpgrade, StreamUpgrader } from '../streams/upgrade';
import { authorizePath, authorizeResource } from './authorize';
import { callOf, KubeCall, KubeFaults, sufferAsKube } from './faults';
import type { KubeApi } from './KubeApi';
import type { PathHandler } from './paths';
import { parseResourceRequest } from './RequestInfo';
import { serveResource } from './ResourceHandler';
import { sendError } from './responses';

/** The parts that the front of the API server is made of. */
export interface HttpOptions {
  readonly api: KubeApi;
  readonly authenticator: Authenticator;
  readonly paths: PathHandler;
  readonly faults?: KubeFaults;
  /** Told of each request to a resource, when it has been answered. */
  readonly onCall?: (call: KubeCall, status: number) => void;
  readonly tls: { readonly key: string; readonly cert: string };
}

/** The API server's front: TLS, authentication, authorization, and on to what serves the request. */
export class KubeHttpServer {
  private readonly server: Server;
  private readonly upgrader = new StreamUpgrader();

  constructor(private readonly options: HttpOptions) {
    this.server = createServer(options.tls, (request, response) => {
      this.serve(request, response).catch(error => sendError(response, error));
    });
    // A watch or a followed log may be silent for long.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 60_000;
    this.server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      this.upgrade(request, socket, head).catch(error =>
        refuseUpgrade(socket, error),
      );
    });
  }

  /** Listens on loopback; port 0 takes a free one. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return portOf(this.server.address());
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.disconnect();
    await closed;
  }

  /** Cuts every connection: watches, followed logs, streams, and requests in the middle of their answer. */
  disconnect(): void {
    this.upgrader.close();
    this.server.closeAllConnections();
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { api, authenticator, paths, faults } = this.options;
    const method = request.method ?? 'GET';
    const url = urlOf(request);
    const user = impersonated(
      await authenticator.authenticate(request.headers.authorization),
      request.headers,
      api.authorizer,
    );
    const info = parseResourceRequest(method, url, api.registry.cluster.addons);
    if (!info) {
      authorizePath(api.authorizer, user, method, url.pathname);
      await paths.handle(url, request, response);
      return;
    }
    const call = callOf(info, user);
    response.once('close', () =>
      this.options.onCall?.(call, response.statusCode),
    );
    authorizeResource(api.authorizer, user, info);
    const fate = await sufferAsKube(faults, call, response);
    if (fate === 'over') return;
    loseAnswer(fate, response);
    await serveResource({ api, user, info, request }, response);
  }

  private async upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const { api, authenticator, faults, onCall } = this.options;
    const user = impersonated(
      await authenticator.authenticate(request.headers.authorization),
      request.headers,
      api.authorizer,
    );
    const info = parseResourceRequest(request.method ?? 'GET', urlOf(request));
    if (!info || !['exec', 'portforward'].includes(info.subresource ?? '')) {
      throw unknownPath();
    }
    authorizeResource(api.authorizer, user, info);
    // Since 1.35 a WebSocket, though a GET, needs the right that a POST would need.
    authorizeResource(api.authorizer, user, info, 'create');
    const call = callOf(info, user);
    onCall?.(call, 101);
    const fate = await sufferAsKube(faults, call, socket);
    if (fate === 'over') return;
    if (fate !== 'serve') {
      // What a stream carries begins after its answer, so without one it never does.
      if (fate === 'serve and drop') socket.destroy();
      return;
    }
    this.upgrader.upgrade({ api, user, info, request }, socket, head);
  }
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'https://kubernetes');
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('The API server does not listen on a port');
  }
  return address.port;
}
