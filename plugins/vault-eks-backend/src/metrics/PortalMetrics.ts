import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';

/** How reading the status of one cluster ended. */
export type ProbeOutcome = 'answered' | 'timeout' | 'failed';

const SECOND_MS = 1_000;

/** The default ones of OpenTelemetry are for milliseconds. */
const BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/** The instruments of the plugin, by the names in docs/operations.md. Durations go in as milliseconds, and out as seconds. */
export class PortalMetrics {
  readonly #metrics: MetricsService;
  readonly #probe;
  readonly #round;
  readonly #tails;

  constructor(options: { readonly metrics: MetricsService }) {
    const { metrics } = options;
    this.#metrics = metrics;
    this.#probe = metrics.createHistogram('vault_eks.probe.duration', {
      description: 'How long reading the status of a cluster took',
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    });
    this.#round = metrics.createHistogram('vault_eks.monitor.round.duration', {
      description: 'How long the monitor took to go through all clusters',
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    });
    this.#tails = metrics.createUpDownCounter('vault_eks.audit.tails', {
      description: 'Audit tails that people have open',
      unit: '{tail}',
    });
  }

  probe(outcome: ProbeOutcome, durationMs: number): void {
    this.#probe.record(durationMs / SECOND_MS, { outcome });
  }

  monitorRound(outcome: 'finished' | 'failed', durationMs: number): void {
    this.#round.record(durationMs / SECOND_MS, { outcome });
  }

  /** A tail was opened; the returned function says that it ended. */
  tailOpened(): () => void {
    this.#tails.add(1);
    let open = true;
    return () => {
      if (open) {
        open = false;
        this.#tails.add(-1);
      }
    };
  }

  /** Tells of every cluster what the monitor saw last, whenever the metrics are collected. */
  observeFleet(read: () => Promise<readonly FleetCluster[]>): void {
    let reading: Promise<readonly FleetCluster[]> | undefined;
    // The gauges are collected side by side, from one reading.
    const fleet = () => {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    };
    this.#observe(fleet, 'vault_eks.cluster.reachable', {
      unit: '1',
      description: '1 when the cluster answered the monitor, else 0',
      valueOf: ({ snapshot }) => snapshot && Number(snapshot.failures === 0),
    });
    this.#observe(fleet, 'vault_eks.cluster.sealed', {
      unit: '1',
      description:
        '1 when a pod is sealed, else 0; not told of a cluster that does not answer',
      valueOf: ({ snapshot }) =>
        snapshot?.failures === 0 && snapshot.sealed !== undefined
          ? Number(snapshot.sealed)
          : undefined,
    });
    this.#observe(fleet, 'vault_eks.cluster.drift', {
      unit: '{thing}',
      description:
        'Things that differ from the spec; not told while that is not known',
      valueOf: ({ snapshot }) =>
        snapshot?.drift && snapshot.drift.state !== 'unknown'
          ? snapshot.drift.count
          : undefined,
    });
    this.#observe(fleet, 'vault_eks.cluster.drift.age', {
      unit: 's',
      description:
        'How long ago it was compared with its spec; since it was registered when it never could be',
      valueOf: ({ registeredAt, snapshot }) => {
        const { comparedAt = registeredAt } = snapshot?.drift ?? {};
        return (
          snapshot?.drift && (Date.now() - Date.parse(comparedAt)) / SECOND_MS
        );
      },
    });
  }

  #observe(
    fleet: () => Promise<readonly FleetCluster[]>,
    name: string,
    gauge: {
      readonly description: string;
      readonly unit: string;
      readonly valueOf: (cluster: FleetCluster) => number | undefined;
    },
  ): void {
    this.#metrics
      .createObservableGauge(name, {
        description: gauge.description,
        unit: gauge.unit,
      })
      .addCallback(async result => {
        for (const cluster of await fleet()) {
          const value = gauge.valueOf(cluster);
          if (value !== undefined) {
            result.observe(value, { entity_ref: cluster.entityRef });
          }
        }
      });
  }
}
