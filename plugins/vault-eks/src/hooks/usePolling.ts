import { useCallback, useEffect, useRef, useState } from 'react';
import { Poller } from './Poller';
import { isFinalError } from './errors';

/** What is known so far. */
export interface Polled<T> {
  readonly data?: T;
  /** Why the newest attempt failed; older `data` may still be there. */
  readonly error?: Error;
  /** Nothing is known yet. */
  readonly loading: boolean;
  readonly refresh: () => void;
}

/** Keeps the result of `load` fresh while the page is visible. A new `load` starts anew; without one nothing is asked. */
export function usePolling<T>(
  load: ((signal: AbortSignal) => Promise<T>) | undefined,
  intervalMs: number,
): Polled<T> {
  const [state, setState] = useState<{ data?: T; error?: Error }>({});
  const poller = useRef<Poller<T>>();

  useEffect(() => {
    setState({});
    if (!load) {
      return undefined;
    }
    const current = new Poller<T>({
      load,
      intervalMs,
      maxIntervalMs: 12 * intervalMs,
      onData: data => setState({ data }),
      onError: error => setState(({ data }) => ({ data, error })),
      isFinal: isFinalError,
    });
    poller.current = current;
    const followVisibility = () =>
      document.hidden ? current.pause() : current.resume();
    document.addEventListener('visibilitychange', followVisibility);
    // The first load happens even in a background tab, so that it is there when the person comes.
    if (document.hidden) {
      current.pause();
    }
    current.refresh();
    return () => {
      document.removeEventListener('visibilitychange', followVisibility);
      current.stop();
      poller.current = undefined;
    };
  }, [load, intervalMs]);

  const refresh = useCallback(() => {
    poller.current?.refresh();
  }, []);
  return { ...state, loading: !state.data && !state.error, refresh };
}
