import type { ServerResponse } from 'node:http';
import { methodNotAllowed } from '../api/ApiError';
import { streamLogs } from '../streams/logs';
import { readBody, readObject } from './body';
import type { Call } from './KubeApi';
import { patchFromRequest } from './patch';
import { getObject, listObjects } from './read';
import type { ResourceRequest } from './RequestInfo';
import { sendJson } from './responses';
import { evict, requestToken, scale } from './subresources';
import { watchObjects } from './watch';
import {
  createFromRequest,
  deleteCollection,
  deleteFromRequest,
  updateFromRequest,
  WriteAnswer,
} from './write';

type NamedCall = Call & { readonly info: { readonly name: string } };

function hasName(call: Call): call is NamedCall {
  return call.info.name !== undefined;
}

/** Serves one authorized request to a resource. */
export async function serveResource(
  call: Call,
  response: ServerResponse,
): Promise<void> {
  const { api, info, request } = call;
  const { table } = api.registry;
  if (info.method === 'GET' && !readsSubresource(info)) {
    if (info.verb === 'watch') watchObjects(table, info, request, response);
    else if (hasName(call)) getObject(table, call.info, request, response);
    else listObjects(table, info, request, response);
    return;
  }
  if (info.subresource === 'log' && info.method === 'GET') {
    streamLogs(call, response);
    return;
  }
  send(response, await answer(call));
}

/** Subresources that are read as something else than the object itself. */
function readsSubresource({ subresource }: ResourceRequest): boolean {
  return ['log', 'scale', 'token', 'eviction'].includes(subresource ?? '');
}

async function answer(call: Call): Promise<WriteAnswer> {
  const { info, request } = call;
  if (!hasName(call)) {
    if (info.method === 'POST') {
      return createFromRequest(call, await readObject(request));
    }
    if (info.method === 'DELETE' && !info.type.review) {
      return deleteCollection(call, await readObject(request));
    }
    throw methodNotAllowed();
  }
  switch (info.subresource) {
    case 'scale':
      return scale(call, await readBody(request));
    case 'token':
      return requestToken(call, await readObject(request));
    case 'eviction':
      return evict(call, await readObject(request));
    default:
      return writeNamed(call);
  }
}

async function writeNamed(call: NamedCall): Promise<WriteAnswer> {
  const { info, request } = call;
  switch (info.method) {
    case 'PUT':
      return updateFromRequest(call, await readObject(request));
    case 'PATCH':
      return patchFromRequest(call, await readBody(request));
    case 'DELETE':
      if (info.subresource) throw methodNotAllowed();
      return deleteFromRequest(call, await readObject(request));
    default:
      throw methodNotAllowed();
  }
}

function send(
  response: ServerResponse,
  { status, body, warnings = [] }: WriteAnswer,
): void {
  const lines = warnings.map(text => `299 - ${JSON.stringify(text)}`);
  if (lines.length > 0) response.setHeader('Warning', lines);
  sendJson(response, status, body);
}
