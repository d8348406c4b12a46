import { ResponseError } from '@backstage/errors';
import { Deadline } from './Deadline';

/**
 * One request to the portal, with its whole answer in time.
 *
 * @throws ResponseError when the portal refuses; Error when it does not answer in time
 */
export async function askPortal<T>(options: {
  readonly fetchApi: { fetch: typeof fetch };
  readonly url: string;
  readonly init: RequestInit;
  /** Milliseconds. Default: 30 seconds. */
  readonly timeoutMs?: number;
  readonly read: (response: Response) => Promise<T>;
}): Promise<T> {
  const { fetchApi, url, init, timeoutMs = 30_000, read } = options;
  const deadline = new Deadline({
    ms: timeoutMs,
    parent: init.signal ?? undefined,
    reason: 'The portal did not answer in time',
  });
  try {
    const response = await fetchApi.fetch(url, {
      ...init,
      signal: deadline.signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return await read(response);
  } catch (error) {
    throw deadline.explain(error);
  } finally {
    deadline.clear();
  }
}
