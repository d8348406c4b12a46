import { isError } from '@backstage/errors';
import type { Pluggable } from '@smithy/types';
import { adviceFor } from './adviceFor';
import { resourceNamedIn } from './resourceNamedIn';

const withStop = (said: string) => (/[.!?]$/.test(said) ? said : `${said}.`);

/**
 * Lets every failed call say which service, call, thing and region it was, and what to do; AWS's own messages often do
 * not. The error keeps its name, so that code can still tell what happened.
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
              // IAM's prefix for each of our services is the SDK's name in lower case.
              const advice = adviceFor(
                error,
                `${service.toLowerCase()}:${call}`,
              );
              const thing = resourceNamedIn(args.input);
              const about = [service, call, ...(thing ? [thing] : [])];
              const said = `${about.join(' ')} in ${region}: ${
                error.message || String(error.code ?? error.name)
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
