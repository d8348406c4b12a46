import type { TailLimiter } from '../audit/TailLimiter';
import type { PortalMetrics } from './PortalMetrics';

/** The limiter, with what is open told to the metrics. */
export function countedTails(
  tails: Pick<TailLimiter, 'enter'>,
  metrics: Pick<PortalMetrics, 'tailOpened'>,
): Pick<TailLimiter, 'enter'> {
  return {
    enter(userEntityRef) {
      const leave = tails.enter(userEntityRef);
      const closed = metrics.tailOpened();
      return () => {
        closed();
        leave();
      };
    },
  };
}
