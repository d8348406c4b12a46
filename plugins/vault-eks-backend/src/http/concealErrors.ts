import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, isError, type ErrorLike } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';

/** What this plugin throws on purpose, in words that are meant for who asked. */
const MEANT_FOR_CALLERS = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'ServiceUnavailableError',
]);

/** Errors of Backstage write their cause into their message. */
const CAUSE = '; caused by ';

function withoutCause({ name, message, cause }: ErrorLike): Error {
  const [own] = cause === undefined ? [message] : message.split(CAUSE, 1);
  return Object.assign(new Error(own), { name });
}

const TOO_LARGE = 413;

/** What the body parser says of a body; its own words quote it. */
function bodyProblem(error: unknown): Error | undefined {
  if (!isError(error) || typeof error.type !== 'string') {
    return undefined;
  }
  return error.status === TOO_LARGE
    ? Object.assign(new Error('The body is too large'), {
        name: 'PayloadTooLargeError',
        statusCode: TOO_LARGE,
      })
    : new InputError('The body cannot be read: send JSON in UTF-8');
}

/** An error as callers may see it; one that is not meant for them goes to the log, with what failed. */
export function shownError(
  error: unknown,
  options: {
    readonly logger: Pick<LoggerService, 'error'>;
    readonly what: string;
  },
): Error {
  if (isError(error) && MEANT_FOR_CALLERS.has(error.name)) {
    return withoutCause(error);
  }
  options.logger.error(
    `${options.what} failed`,
    isError(error) ? error : new Error(String(error)),
  );
  return new Error(
    "The portal's backend could not answer. Its log says what went wrong.",
  );
}

/**
 * Lets only those errors out that are meant for callers, without what caused them. Others, of the database or of another
 * plugin, quote queries and answers: they go to the log.
 */
export function concealErrors(options: {
  readonly logger: LoggerService;
}): ErrorRequestHandler {
  const { logger } = options;
  return (error: unknown, req, _res, next) => {
    const what = `${req.method} ${req.path}`;
    next(bodyProblem(error) ?? shownError(error, { logger, what }));
  };
}
