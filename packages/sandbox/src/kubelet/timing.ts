import type { LatencyProfile } from '../world';

/** How long things take; the profile without latency keeps their order and shrinks the waiting. */
export interface KubeletTiming {
  /** What probe periods and delays are multiplied by. */
  readonly probeScale: number;
  /** Milliseconds that pulling the image and starting takes. */
  readonly startMs: number;
  /** Milliseconds before a container that ended for the first time is started again. */
  readonly restartMs: number;
  /** Milliseconds that the back-off grows from, and its end. */
  readonly backOffMs: number;
  readonly maxBackOffMs: number;
  /** Whether a container's preStop hook runs; it mostly waits. */
  readonly preStop: boolean;
  /**
   * Milliseconds between the end of a pod's containers and that of the pod: volumes and network are taken down. Never
   * nothing: kubectl waits for a deleted pod by name, and takes a successor that comes at once for the pod itself.
   */
  readonly tearDownMs: number;
  /** Milliseconds until changed secrets and config maps reach the files. */
  readonly syncMs: number;
}

export const KUBELET_TIMING: Readonly<Record<LatencyProfile, KubeletTiming>> = {
  none: {
    probeScale: 0.05,
    startMs: 0,
    restartMs: 500,
    backOffMs: 1_000,
    maxBackOffMs: 30_000,
    preStop: false,
    tearDownMs: 1_000,
    syncMs: 300,
  },
  realistic: {
    probeScale: 1,
    startMs: 1_500,
    restartMs: 1_000,
    backOffMs: 10_000,
    maxBackOffMs: 300_000,
    preStop: true,
    tearDownMs: 1_500,
    syncMs: 3_000,
  },
};
