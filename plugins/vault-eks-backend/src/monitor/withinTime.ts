import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';

/** Waits for the work no longer than that, or than the signal allows, even for work that heeds neither. */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: { readonly ms: number; readonly signal: AbortSignal },
): Promise<T> {
  const signal = timeLimit(options.ms, options.signal);
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
