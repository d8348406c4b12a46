import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK } from 'jose';
import type { ClusterIdentity } from '../../world';
import { unknownPath } from '../api/ApiError';
import {
  aggregatedDiscovery,
  apiGroup,
  apiGroupList,
  apiResourceList,
  apiVersions,
} from '../discovery/groups';
import type { Addons } from '../api/resources';
import type { OpenApi } from '../discovery/openapi';
import { hashOf } from './hashOf';
import { sendJson, sendText } from './responses';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Serves the paths that are no resource: version, health, discovery, OpenAPI and the issuer's keys. */
export class PathHandler {
  constructor(
    private readonly options: {
      readonly identity: Pick<ClusterIdentity, 'version' | 'issuer' | 'addons'>;
      readonly openApi: OpenApi;
    },
  ) {}

  private get addons(): Addons {
    return this.options.identity.addons ?? [];
  }

  async handle(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const path = url.pathname.replace(/\/$/, '');
    if (['/healthz', '/livez', '/readyz'].some(p => path.startsWith(p))) {
      sendText(response, 200, 'ok', { 'content-type': 'text/plain' });
      return;
    }
    if (path === '/api' || path === '/apis') {
      sendDiscovery(
        path === '/api' ? 'api' : 'apis',
        this.addons,
        request,
        response,
      );
      return;
    }
    if (path === '/version') {
      sendJson(response, 200, versionOf(this.options.identity.version));
      return;
    }
    if (path.startsWith('/openapi/v3/')) {
      this.sendOpenApi(url, request, response);
      return;
    }
    const body = await this.bodyOf(path);
    if (body === undefined) throw unknownPath();
    sendCacheable(request, response, JSON.stringify(body), {
      'content-type': 'application/json',
    });
  }

  /** Source: "OpenAPI V3" in Kubernetes' concept page of its API: immutable under their hash, redirected from a stale one. */
  private sendOpenApi(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { openApi } = this.options;
    const path = url.pathname.slice('/openapi/v3/'.length);
    const document = openApi.document(path);
    if (!document) throw unknownPath();
    const hash = url.searchParams.get('hash');
    if (hash && hash !== hashOf(document)) {
      response.writeHead(301, { location: openApi.url(path) }).end();
      return;
    }
    const forever = {
      'cache-control': 'public, immutable',
      expires: new Date(Date.now() + YEAR_MS).toUTCString(),
    };
    sendCacheable(request, response, document, {
      'content-type': 'application/json',
      ...(hash ? forever : {}),
    });
  }

  private async bodyOf(path: string): Promise<unknown> {
    const { identity, openApi } = this.options;
    switch (path) {
      case '/openapi/v3':
        return openApi.index();
      case '/.well-known/openid-configuration':
        return {
          issuer: identity.issuer.url,
          jwks_uri: `${identity.issuer.url}/keys`,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        };
      case '/openid/v1/jwks': {
        const key = await exportJWK(identity.issuer.publicKey);
        const { keyId } = identity.issuer;
        return { keys: [{ ...key, kid: keyId, use: 'sig', alg: 'RS256' }] };
      }
      default:
        return discoveryOf(path, this.addons);
    }
  }
}

/** In the fields of a server from 1.33 on; with what is as old as the minor version before it works too. */
function versionOf(version: string): unknown {
  const [major, minor] = version.split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion: `v${version}.0-eks-sandbox`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

function discoveryOf(path: string, addons: Addons): unknown {
  const [, root, group, version] = path.split('/');
  if (root === 'api') return apiResourceList('', group, addons);
  if (root !== 'apis' || !group) return undefined;
  return version
    ? apiResourceList(group, version, addons)
    : apiGroup(group, addons);
}

function sendDiscovery(
  prefix: 'api' | 'apis',
  addons: Addons,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const accept = request.headers.accept ?? '';
  const [, version] =
    /g=apidiscovery\.k8s\.io;v=(v2|v2beta1);as=APIGroupDiscoveryList/.exec(
      accept,
    ) ?? [];
  if (!version) {
    sendJson(
      response,
      200,
      prefix === 'api' ? apiVersions() : apiGroupList(addons),
      {
        vary: 'Accept',
      },
    );
    return;
  }
  sendCacheable(
    request,
    response,
    JSON.stringify(aggregatedDiscovery(prefix, version, addons)),
    {
      'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    },
  );
}

/** Sends a body with its hash, or 304 to a client that has it already. */
function sendCacheable(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  more: Readonly<Record<string, string>>,
): void {
  const etag = `"${hashOf(body)}"`;
  const headers = { etag, vary: 'Accept', ...more };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  sendText(response, 200, body, headers);
}
