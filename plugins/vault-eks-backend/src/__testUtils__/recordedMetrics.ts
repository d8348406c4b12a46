import type {
  MetricOptions,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';

/** What was recorded: the name of the instrument, its unit, the value and its attributes. */
export interface Recorded {
  readonly name: string;
  readonly unit?: string;
  readonly value: number;
  readonly attributes?: object;
}

/** A metrics service that keeps what it is told. Observable gauges tell when they are collected. */
export function recordedMetrics() {
  const recorded: Recorded[] = [];
  const gauges: (() => Promise<void>)[] = [];
  const keep =
    (name: string, options?: MetricOptions) =>
    (value: number, attributes?: object) => {
      recorded.push({ name, unit: options?.unit, value, attributes });
    };
  const metrics = metricsServiceMock.mock({
    createHistogram: (name, options) => ({ record: keep(name, options) }),
    createUpDownCounter: (name, options) => ({ add: keep(name, options) }),
    createObservableGauge: (name, options) => ({
      addCallback: (callback: MetricsServiceObservableCallback) => {
        gauges.push(async () => callback({ observe: keep(name, options) }));
      },
      removeCallback: () => {},
    }),
  });
  return {
    metrics,
    of: (name: string) => recorded.filter(one => one.name === name),
    collect: async () => {
      await Promise.all(gauges.map(gauge => gauge()));
    },
  };
}
