import { createHash } from 'node:crypto';
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
import type { OpenApi } from '../discovery/openapi';
import { sendJson, sendText } from './responses';

/** Serves the paths that are no resource: version, health, discovery, OpenAPI and the issuer's keys. */
export class PathHandler {
  constructor(
    private readonly options: {
      readonly identity: Pick<ClusterIdentity, 'version' | 'issuer'>;
      readonly openApi: OpenApi;
    },
  ) {}

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
      sendDiscovery(path === '/api' ? 'api' : 'apis', request, response);
      return;
    }
    if (path.startsWith('/openapi/v3/')) {
      const document = this.options.openApi.document(
        path.slice('/openapi/v3/'.length),
      );
      if (!document) throw unknownPath();
      sendCacheable(request, response, document, 'application/json');
      return;
    }
    const body = await this.bodyOf(path);
    if (body === undefined) throw unknownPath();
    sendCacheable(request, response, JSON.stringify(body), 'application/json');
  }

  private async bodyOf(path: string): Promise<unknown> {
    const { identity, openApi } = this.options;
    switch (path) {
      case '/version':
        return versionOf(identity.version);
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
        return discoveryOf(path);
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

function discoveryOf(path: string): unknown {
  const [, root, group, version] = path.split('/');
  if (root === 'api') return apiResourceList('', group);
  if (root !== 'apis' || !group) return undefined;
  return version ? apiResourceList(group, version) : apiGroup(group);
}

function sendDiscovery(
  prefix: 'api' | 'apis',
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const accept = request.headers.accept ?? '';
  const [, version] =
    /g=apidiscovery\.k8s\.io;v=(v2|v2beta1);as=APIGroupDiscoveryList/.exec(
      accept,
    ) ?? [];
  if (!version) {
    sendJson(response, 200, prefix === 'api' ? apiVersions() : apiGroupList(), {
      vary: 'Accept',
    });
    return;
  }
  sendCacheable(
    request,
    response,
    JSON.stringify(aggregatedDiscovery(prefix, version)),
    `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
  );
}

/** Sends a body with its hash, or 304 to a client that has it already. */
function sendCacheable(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  contentType: string,
): void {
  const hash = createHash('sha512').update(body).digest('hex');
  const etag = `"${hash.toLocaleUpperCase('en-US')}"`;
  const headers = { etag, vary: 'Accept', 'content-type': contentType };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  sendText(response, 200, body, headers);
}
