import { untilAborted } from './untilAborted';

/** One run for all who wait for its result. */
export interface SharedRun<T> {
  /** Whether it was called off, since nobody waited any more; who comes then needs a new one. */
  readonly calledOff: boolean;
  /** Waits for the result, or until one's own signal. */
  join(signal: AbortSignal): Promise<T>;
}

/** Starts a run that no single caller can call off for the others: it ends when the last of them has gone. */
export function shareRun<T>(
  run: (signal: AbortSignal) => Promise<T>,
): SharedRun<T> {
  const ending = new AbortController();
  const result = run(ending.signal);
  let waiting = 0;
  let ended = false;
  const end = () => {
    ended = true;
  };
  result.then(end, end);
  return {
    get calledOff() {
      return ending.signal.aborted;
    },
    async join(signal) {
      waiting += 1;
      try {
        return await untilAborted(signal, result);
      } finally {
        waiting -= 1;
        if (waiting === 0 && !ended) {
          ending.abort(signal.reason);
        }
      }
    },
  };
}
