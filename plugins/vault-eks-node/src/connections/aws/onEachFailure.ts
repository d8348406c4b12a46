import type {
  FinalizeHandler,
  FinalizeHandlerArguments,
  Pluggable,
} from '@smithy/types';

/**
 * Judges each try of a call that failed, before the SDK decides whether it tries again.
 *
 * @param name - of the middleware, in the SDK's stack
 * @param judge - gives the error that the SDK is to decide about
 */
export function onEachFailure<I extends object, O extends object>(
  name: string,
  judge: (error: unknown) => unknown,
): Pluggable<I, O> {
  return {
    applyToStack: stack =>
      stack.addRelativeTo(
        (next: FinalizeHandler<I, O>) =>
          async (args: FinalizeHandlerArguments<I>) => {
            try {
              return await next(args);
            } catch (error) {
              throw judge(error);
            }
          },
        { relation: 'after', toMiddleware: 'retryMiddleware', name },
      ),
  };
}
