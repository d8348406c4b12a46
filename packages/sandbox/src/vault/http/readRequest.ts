import type { IncomingMessage } from 'node:http';
import { VaultError } from '../logical/errors';
import type { Operation } from '../logical/Request';
import { FORWARDED_FOR } from '../ha/ClusterClient';
import { isJsonObject, type JsonObject } from '../util/json';

/** `max_request_size` of the listener. */
const MAX_BODY_BYTES = 33_554_432;

/** A request as it came over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** Below `/v1/`. */
  readonly path: string;
  readonly url: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly token: string | undefined;
  readonly userAgent: string | undefined;
  readonly remote: { readonly address: string; readonly port: number };
  readonly headers: IncomingMessage['headers'];
}

export async function readRequest(
  message: IncomingMessage,
): Promise<HttpRequest> {
  const url = message.url ?? '/';
  const parsed = new URL(url, 'http://vault');
  return {
    method: message.method ?? 'GET',
    path: decodeURIComponent(parsed.pathname).replace(/^\/v1\//, ''),
    url,
    query: parsed.searchParams,
    body: await readBody(message),
    token: tokenOf(message.headers),
    userAgent: message.headers['user-agent'],
    remote: remoteOf(message),
    headers: message.headers,
  };
}

export function operationOf({ method, query }: HttpRequest): Operation {
  switch (method) {
    case 'GET':
      return query.get('list') === 'true' ? 'list' : 'read';
    case 'LIST':
      return 'list';
    case 'POST':
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      throw new VaultError(405, 'unsupported method');
  }
}

/** The request's data: its JSON body, or the query of a read. */
export function dataOf(request: HttpRequest): JsonObject | undefined {
  if (request.body.length > 0 && request.method !== 'GET') {
    return parseJson(request.body);
  }
  const query = [...request.query].filter(([name]) => name !== 'list');
  return query.length > 0 ? Object.fromEntries(query) : undefined;
}

export function parseJson(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // Answered below: the parser's own text could quote the body.
  }
  throw new VaultError(400, 'failed to parse JSON input: invalid JSON');
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new VaultError(413, 'request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tokenOf(headers: IncomingMessage['headers']): string | undefined {
  const header = headers['x-vault-token'];
  if (typeof header === 'string' && header) return header;
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
}

function remoteOf(message: IncomingMessage) {
  const forwarded = message.headers[FORWARDED_FOR];
  if (typeof forwarded === 'string') {
    const [address, port] = forwarded.split(' ');
    return { address, port: Number(port) };
  }
  const { remoteAddress, remotePort } = message.socket;
  return {
    address: (remoteAddress ?? '').replace(/^::ffff:/, ''),
    port: remotePort ?? 0,
  };
}
