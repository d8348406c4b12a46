import { ResponseError } from '@backstage/errors';

/** The portal's own reason when it gave one, else the error's message. */
export function reasonOf(error: Error): string {
  return ResponseError.is(error) ? error.cause.message : error.message;
}

function statusCodeOf(error: Error): number | undefined {
  return ResponseError.is(error) ? error.statusCode : undefined;
}

/** Whether the portal refused because of who asks. */
export function isDenied(error: Error): boolean {
  return statusCodeOf(error) === 403;
}

/** Whether asking again by itself is pointless: the request itself was wrong or is not allowed. */
export function isFinalError(error: Error): boolean {
  const code = statusCodeOf(error);
  return code === 400 || code === 403 || code === 404;
}
