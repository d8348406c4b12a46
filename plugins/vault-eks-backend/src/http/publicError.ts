import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** Names of the errors that our own code throws: their messages are written for people. */
const OURS = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'ServiceUnavailableError',
]);

/** An error of ours appends its cause, which may quote AWS, Kubernetes or Vault word for word. */
function withoutCause(message: string): string {
  return message.split('; caused by ')[0];
}

/**
 * What the browser may know of a failure while talking to AWS, Kubernetes or Vault. The whole error goes to
 * the log; neither its text nor its status code goes out, or a 403 of Vault would look like a 403 of the portal.
 */
export function publicError(options: {
  readonly error: unknown;
  readonly doing: string;
  readonly logger: LoggerService;
}): Error {
  const { error, doing, logger } = options;
  logger.warn(
    `${doing} failed`,
    isError(error) ? error : new Error(String(error)),
  );
  if (isError(error) && OURS.has(error.name)) {
    const message = withoutCause(error.message);
    return error.name === 'NotFoundError'
      ? new NotFoundError(message)
      : new ServiceUnavailableError(message);
  }
  return new ServiceUnavailableError(
    `${doing} failed; the log of the portal's backend says why`,
  );
}
