import { isError } from '@backstage/errors';
import type { Pluggable } from '@smithy/types';
import { adviceFor } from './awsErrors';

/** IAM's prefix for a service, where it is not the SDK's name in lower case. */
const IAM_PREFIXES: Record<string, string> = {
  SecretsManager: 'secretsmanager',
};

const withStop = (said: string) => (/[.!?]$/.test(said) ? said : `${said}.`);

/**
 * Lets every failed call say which service, call and region it was, and what to do; AWS's own messages often do not.
 * The error keeps its name, so that code can still tell what happened.
 */
export function explainFailures<I extends object, O extends object>(
  region: string,
): Pluggable<I, O> {
  return {
    applyToStack: stack =>
      stack.add(
        (next, context) => async args => {
          try {
            return await next(args);
          } catch (error) {
            if (isError(error) && error.name !== 'AbortError') {
              const service = (context.clientName ?? '').replace(/Client$/, '');
              const call = (context.commandName ?? '').replace(/Command$/, '');
              const prefix = IAM_PREFIXES[service] ?? service.toLowerCase();
              const advice = adviceFor(error, `${prefix}:${call}`);
              const said = `${service} ${call} in ${region}: ${
                error.message || error.name
              }`;
              error.message = advice ? `${withStop(said)} ${advice}` : said;
            }
            throw error;
          }
        },
        { step: 'initialize', priority: 'high', name: 'explainFailures' },
      ),
  };
}
