import { useCallback, useEffect, useState } from 'react';

/** What is known of a question to the portal. */
export interface LookUp<T> {
  readonly answer?: T;
  /** Why the newest try failed. */
  readonly error?: Error;
  readonly loading: boolean;
  readonly retry: () => void;
}

/**
 * Asks once the person has stopped typing; a newer question ends an older one. Without a question nothing is asked.
 *
 * @param ask - asks anew whenever it changes; must end when the signal aborts
 */
export function useLookUp<T>(
  ask: ((signal: AbortSignal) => Promise<T>) | undefined,
  delayMs = 400,
): LookUp<T> {
  const [state, setState] = useState<{
    answer?: T;
    error?: Error;
    loading: boolean;
  }>({ loading: Boolean(ask) });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    if (!ask) {
      setState({ loading: false });
      return undefined;
    }
    const leaving = new AbortController();
    // What was known stays until it is known better.
    setState(known => ({ ...known, loading: true }));
    const timer = setTimeout(async () => {
      try {
        const answer = await ask(leaving.signal);
        if (!leaving.signal.aborted) {
          setState({ answer, loading: false });
        }
      } catch (error) {
        if (!leaving.signal.aborted) {
          setState({
            error: error instanceof Error ? error : new Error(String(error)),
            loading: false,
          });
        }
      }
    }, delayMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [ask, delayMs, tries]);

  const retry = useCallback(() => setTries(count => count + 1), []);
  return { ...state, retry };
}
