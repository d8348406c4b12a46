const FRACTION = /\.(\d{1,9})/;

/** Vault writes nanoseconds, `Date` keeps milliseconds: the whole seconds and what is below them go apart. */
function toMs(time: string): number {
  const fraction = FRACTION.exec(time)?.[1] ?? '';
  return (
    Date.parse(time.replace(FRACTION, '')) +
    Number(fraction.padEnd(9, '0')) / 1e6
  );
}

/**
 * Milliseconds between the RFC 3339 times of a request and its response.
 *
 * @returns `undefined` when either is no time, or when the response is the older one
 */
export function latencyMs(
  requestTime: string,
  responseTime: string,
): number | undefined {
  const ms = toMs(responseTime) - toMs(requestTime);
  return ms >= 0 ? ms : undefined;
}

/** Two digits are enough to compare: `0.42`, `3.1`, `12`, `1200`. */
export function roundLatency(ms: number): number {
  return ms < 100 ? Number(ms.toPrecision(2)) : Math.round(ms);
}
