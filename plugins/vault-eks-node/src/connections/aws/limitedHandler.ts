import type { NodeHttpHandler } from '@smithy/node-http-handler';
import limiter from 'p-limit';

/** What the SDK sends requests with. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  | 'metadata'
  | 'handle'
  | 'destroy'
  | 'updateHttpClientConfig'
  | 'httpHandlerConfigs'
>;

/**
 * Sends at most so many requests at once; the others wait before any of their timers starts, so that a wide graph does
 * not mistake its own queue for a service that does not answer. Whoever aborts does not wait for a turn.
 */
export function limitedHandler(
  inner: RequestHandler,
  atOnce: number,
): RequestHandler {
  const limit = limiter(atOnce);
  return {
    metadata: inner.metadata,
    destroy: () => inner.destroy(),
    httpHandlerConfigs: () => inner.httpHandlerConfigs(),
    updateHttpClientConfig: (key, value) =>
      inner.updateHttpClientConfig(key, value),
    handle(request, options) {
      const send = () => inner.handle(request, options);
      const signal = options?.abortSignal;
      if (!signal || !('addEventListener' in signal)) {
        return limit(send);
      }
      return new Promise((resolve, reject) => {
        // With an aborted signal the inner handler sends nothing and answers with the SDK's own error.
        const leave = () => send().then(resolve, reject);
        signal.addEventListener('abort', leave, { once: true });
        limit(send)
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', leave));
      });
    },
  };
}
