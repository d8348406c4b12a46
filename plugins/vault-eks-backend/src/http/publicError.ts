import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';

/** By the name of an error of the engine: what a person in front of a browser may know of it. */
const REASONS: Record<string, string> = {
  AbortError: 'it did not answer in time',
  AuthenticationError: "it does not take the portal's own credentials",
  NotAllowedError: "the portal's own credentials do not allow it",
  NotFoundError: 'the cluster, or the Vault on it, is not there',
  TimeoutError: 'it did not answer in time',
};

/** Why, in words that give no insides away; undefined when the kind of failure is not known. */
export function publicReason(error: unknown): string | undefined {
  return isError(error) ? REASONS[error.name] : undefined;
}

/**
 * What the browser may know of a failure while talking to AWS, Kubernetes or Vault. The whole error goes to
 * the log; neither its text, which quotes their answers, nor its status code goes out: a 403 of Vault would
 * look like a 403 of the portal.
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
  const reason = publicReason(error);
  return new ServiceUnavailableError(
    `${doing} failed${
      reason ? `: ${reason}` : ''
    }. The log of the portal's backend says more.`,
  );
}
