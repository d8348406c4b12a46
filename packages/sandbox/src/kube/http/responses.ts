import type { ServerResponse } from 'node:http';
import { ApiError } from '../api/ApiError';

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendText(response, status, JSON.stringify(body), {
    'content-type': 'application/json',
    ...headers,
  });
}

/** Sends text of the given type. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    'cache-control': 'no-cache, private',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}

/** The refusal that an error stands for; one that is no refusal becomes a 500. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(
    500,
    'InternalError',
    `Internal error occurred: ${message}`,
    { causes: [{ message }] },
  );
}

/** Sends a refusal as a `Status`. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = asApiError(error);
  // Priority and fairness tells clients when to come back.
  const headers = refusal.code === 429 ? { 'retry-after': '1' } : undefined;
  sendJson(response, refusal.code, refusal.toStatus(), headers);
}
