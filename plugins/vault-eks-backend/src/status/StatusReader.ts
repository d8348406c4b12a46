import type {
  VaultClusterRef,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  timeLimit,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { PortalMetrics, ProbeOutcome } from '../metrics/PortalMetrics';

interface Reading {
  readonly answer: Promise<VaultClusterStatus>;
  freshUntil: number;
}

/**
 * Reads the status of clusters for any number of viewers: those who ask at the same time, or within the
 * freshness, share one reading. A failed reading is shared only while it runs.
 */
export class StatusReader {
  readonly #vaultEks: VaultEks;
  readonly #freshForMs: number;
  readonly #timeoutMs: number;
  readonly #metrics?: Pick<PortalMetrics, 'probe'>;
  readonly #readings = new Map<string, Reading>();

  constructor(options: {
    readonly vaultEks: VaultEks;
    readonly freshForMs: number;
    readonly timeoutMs: number;
    readonly metrics?: Pick<PortalMetrics, 'probe'>;
  }) {
    this.#vaultEks = options.vaultEks;
    this.#freshForMs = options.freshForMs;
    this.#timeoutMs = options.timeoutMs;
    this.#metrics = options.metrics;
  }

  read(ref: VaultClusterRef): Promise<VaultClusterStatus> {
    this.#forgetStale();
    const key = [
      ref.account,
      ref.region,
      ref.cluster,
      ref.namespace,
      ref.release,
    ].join('/');
    const shared = this.#readings.get(key);
    if (shared) {
      return shared.answer;
    }
    const reading: Reading = {
      answer: this.#readInTime(ref),
      freshUntil: Infinity,
    };
    this.#readings.set(key, reading);
    reading.answer.then(
      () => {
        reading.freshUntil = Date.now() + this.#freshForMs;
      },
      () => this.#readings.delete(key),
    );
    return reading.answer;
  }

  /** A connection that ignores the signal must not hold up the viewers, nor the monitor. */
  async #readInTime(ref: VaultClusterRef): Promise<VaultClusterStatus> {
    const begun = Date.now();
    const signal = timeLimit(this.#timeoutMs);
    const ended = (outcome: ProbeOutcome) =>
      this.#metrics?.probe(outcome, Date.now() - begun);
    let onTimeout = () => {};
    const timeout = new Promise<never>((_, reject) => {
      onTimeout = () => reject(signal.reason);
      signal.addEventListener('abort', onTimeout);
    });
    try {
      const status = await Promise.race([
        this.#vaultEks.status(ref, { signal }),
        timeout,
      ]);
      ended('answered');
      return status;
    } catch (error) {
      ended(signal.aborted ? 'timeout' : 'failed');
      throw error;
    } finally {
      signal.removeEventListener('abort', onTimeout);
    }
  }

  #forgetStale() {
    const now = Date.now();
    for (const [key, reading] of this.#readings) {
      if (reading.freshUntil <= now) {
        this.#readings.delete(key);
      }
    }
  }
}
