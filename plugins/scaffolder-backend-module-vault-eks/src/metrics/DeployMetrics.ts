import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { DeployReport } from '@vault-eks/backstage-plugin-vault-eks-common';
import { phaseDurations } from './phaseDurations';

const SECOND_MS = 1_000;

/** A deploy takes minutes; the default buckets are for milliseconds. */
const BUCKETS = [1, 5, 10, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800];

/** The instruments of deploys, by the names in docs/operations.md. */
export class DeployMetrics {
  readonly #deploy;
  readonly #phase;

  constructor(options: { readonly metrics: MetricsService }) {
    const { metrics } = options;
    const seconds = {
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    };
    this.#deploy = metrics.createHistogram('vault_eks.deploy.duration', {
      description: 'How long a deploy of a Vault took',
      ...seconds,
    });
    this.#phase = metrics.createHistogram('vault_eks.deploy.phase.duration', {
      description: 'How long a phase of a deploy that was done took',
      ...seconds,
    });
  }

  /** Measures a deploy; its outcome is that of the deploy. */
  async of(deploy: () => Promise<DeployReport>): Promise<DeployReport> {
    const begun = Date.now();
    const ended = (outcome: 'done' | 'failed') =>
      this.#deploy.record((Date.now() - begun) / SECOND_MS, { outcome });
    try {
      const report = await deploy();
      ended('done');
      for (const [phase, durationMs] of phaseDurations(report.steps)) {
        this.#phase.record(durationMs / SECOND_MS, { phase });
      }
      return report;
    } catch (error) {
      ended('failed');
      throw error;
    }
  }
}
