import type {
  VaultClusterRef,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  FreshAnswers,
  timeLimit,
  untilAborted,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { PortalMetrics, ProbeOutcome } from '../metrics/PortalMetrics';

/**
 * Reads the status of clusters for any number of viewers: those who ask at the same time, or within the
 * freshness, share one reading. A failed reading is shared only while it runs.
 */
export class StatusReader {
  readonly #vaultEks: VaultEks;
  readonly #timeoutMs: number;
  readonly #metrics?: Pick<PortalMetrics, 'probe'>;
  readonly #readings: FreshAnswers<VaultClusterStatus>;

  constructor(options: {
    readonly vaultEks: VaultEks;
    readonly freshForMs: number;
    readonly timeoutMs: number;
    readonly metrics?: Pick<PortalMetrics, 'probe'>;
  }) {
    this.#vaultEks = options.vaultEks;
    this.#readings = new FreshAnswers({ freshForMs: options.freshForMs });
    this.#timeoutMs = options.timeoutMs;
    this.#metrics = options.metrics;
  }

  read(ref: VaultClusterRef): Promise<VaultClusterStatus> {
    const key = [
      ref.account,
      ref.region,
      ref.cluster,
      ref.namespace,
      ref.release,
    ].join('/');
    return this.#readings.get(key, () => this.#readInTime(ref));
  }

  /** A connection that ignores the signal must not hold up the viewers, nor the monitor. */
  async #readInTime(ref: VaultClusterRef): Promise<VaultClusterStatus> {
    const begun = Date.now();
    const signal = timeLimit(this.#timeoutMs);
    const ended = (outcome: ProbeOutcome) =>
      this.#metrics?.probe(outcome, Date.now() - begun);
    try {
      const status = await untilAborted(
        signal,
        this.#vaultEks.status(ref, { signal }),
      );
      ended('answered');
      return status;
    } catch (error) {
      ended(signal.aborted ? 'timeout' : 'failed');
      throw error;
    }
  }
}
