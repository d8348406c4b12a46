import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError, badRequest, notFound } from '../api/ApiError';
import { isObject, JsonObject } from '../api/json';
import type { ObjectTable } from '../store/ObjectTable';
import { parseFieldSelector, parseLabelSelector } from '../store/selectors';
import { representationOf, represent, representList } from './representation';
import type { ResourceRequest } from './RequestInfo';
import { sendJson } from './responses';

/** Answers a GET of one object. */
export function getObject(
  table: ObjectTable,
  info: ResourceRequest & { readonly name: string },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const found = table.get(info.type, info.namespace, info.name);
  if (!found) throw notFound(info.type, info.name);
  const form = {
    as: representationOf(request),
    includeObject: info.query.get('includeObject') ?? undefined,
  };
  sendJson(response, 200, represent(info.type, found, form));
}

/** The selectors of a request as one test. */
export function selectionOf(
  info: Pick<ResourceRequest, 'query' | 'type'>,
): (object: KubeObject) => boolean {
  const byLabel = parseLabelSelector(info.query.get('labelSelector') ?? '');
  const byField = parseFieldSelector(
    info.query.get('fieldSelector') ?? '',
    info.type.plural,
  );
  return object => byLabel(object) && byField(object);
}

/** Answers a GET of a collection, page by page when a limit is given. */
export function listObjects(
  table: ObjectTable,
  info: ResourceRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { query, type } = info;
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue');
  const start = token ? parseContinue(token, table) : undefined;
  const selected = table
    .list(type, info.namespace)
    .filter(selectionOf(info))
    .filter(object => start === undefined || pageKey(object) > start.after);
  const page = limit > 0 ? selected.slice(0, limit) : selected;
  const revision = start?.revision ?? table.revision;
  const rest = selected.length - page.length;
  const last = page.at(-1);
  const selective = query.get('labelSelector') || query.get('fieldSelector');
  const metadata: JsonObject = {
    resourceVersion: String(revision),
    ...(rest > 0 && last
      ? {
          continue: formatContinue(revision, pageKey(last)),
          ...(selective ? {} : { remainingItemCount: rest }),
        }
      : {}),
  };
  const form = {
    as: representationOf(request),
    includeObject: query.get('includeObject') ?? undefined,
  };
  sendJson(response, 200, representList(type, page, metadata, form));
}

function pageKey({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function formatContinue(revision: number, after: string): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function parseContinue(
  token: string,
  table: ObjectTable,
): { readonly revision: number; readonly after: string } {
  const text = Buffer.from(token, 'base64url').toString('latin1');
  const parsed = parseToken(text);
  if (!isObject(parsed) || typeof parsed.start !== 'string') {
    throw badRequest(
      `invalid continue token: continue key is not valid: invalid character '${text.charAt(
        0,
      )}' looking for beginning of value`,
    );
  }
  const revision = Number(parsed.rv);
  if (revision < table.oldestRevision) {
    throw new ApiError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
  return { revision, after: parsed.start.slice(0, -1) };
}

function parseToken(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
