import { ErrorResponse } from '../../logical/errors';
import { isJsonObject, text, type JsonObject } from '../../util/json';
import type { SignedRequest } from './callerIdentity';

const SERVER_ID = 'x-vault-aws-iam-server-id';

/** Headers of AWS that a login may carry. Source: Vault's documentation of `allowed_sts_header_values`. */
const AMAZON_HEADERS = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-user-agent',
]);

const decoded = (value: string) =>
  Buffer.from(value, 'base64').toString('utf8');

/** Reads a login: it must be a GetCallerIdentity and nothing else, made for this Vault. */
export function readLogin(
  data: JsonObject,
  serverId: string | undefined,
): SignedRequest {
  const method = text(data, 'iam_http_request_method') ?? '';
  if (!method) throw new ErrorResponse('missing iam_http_request_method');
  if (method !== 'GET' && method !== 'POST') {
    throw new ErrorResponse(
      "invalid iam_http_request_method; currently only 'GET' and 'POST' are supported",
    );
  }
  const rawUrl = text(data, 'iam_request_url');
  if (!rawUrl) throw new ErrorResponse('missing iam_request_url');
  const url = urlOf(decoded(rawUrl));
  const rawBody = text(data, 'iam_request_body');
  if (method === 'POST' && !rawBody) {
    throw new ErrorResponse('missing iam_request_body');
  }
  const body = decoded(rawBody ?? '');
  checkAction(method === 'POST' ? new URLSearchParams(body) : url.searchParams);
  const headers = headersOf(data.iam_request_headers);
  if (serverId) checkServerId(headers, serverId);
  return { method, url, headers, body };
}

function urlOf(value: string): URL {
  try {
    return new URL(value);
  } catch {
    throw new ErrorResponse('error parsing iam_request_url');
  }
}

function checkAction(parameters: URLSearchParams) {
  const actions = parameters.getAll('Action');
  if (actions.length !== 1 || actions[0] !== 'GetCallerIdentity') {
    throw new ErrorResponse('body contains unexpected action');
  }
}

function headersOf(value: unknown): Record<string, string> {
  let given: unknown = value;
  if (typeof value === 'string') {
    try {
      given = JSON.parse(value.startsWith('{') ? value : decoded(value));
    } catch {
      given = undefined;
    }
  }
  if (!isJsonObject(given)) {
    throw new ErrorResponse('missing iam_request_headers');
  }
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, content]) => [
      name.toLowerCase(),
      String(Array.isArray(content) ? content[0] : content),
    ]),
  );
  const strange = Object.keys(headers).find(
    name => name.startsWith('x-amz-') && !AMAZON_HEADERS.has(name),
  );
  if (strange) throw new ErrorResponse(`invalid request header: ${strange}`);
  return headers;
}

function checkServerId(
  headers: Readonly<Record<string, string>>,
  expected: string,
) {
  const refuse = (reason: string) =>
    new ErrorResponse(
      `error validating X-Vault-AWS-IAM-Server-ID header: ${reason}`,
    );
  const given = headers[SERVER_ID];
  if (given === undefined) {
    throw refuse('missing header "X-Vault-AWS-IAM-Server-ID"');
  }
  if (given !== expected) {
    throw refuse(`expected "${expected}" but got "${given}"`);
  }
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '');
  if (!signed?.[1].split(';').includes(SERVER_ID)) {
    throw refuse("vault header wasn't signed");
  }
}
