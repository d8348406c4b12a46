import type { WireRequest } from './Protocol';

/** The parameters of a query-protocol request: its form, or its query string when it is a GET. */
export function formOf(request: WireRequest): URLSearchParams {
  return request.method === 'GET'
    ? request.query
    : new URLSearchParams(request.body.toString('utf8'));
}
