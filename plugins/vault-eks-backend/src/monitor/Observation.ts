import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

/** Days left at which a certificate is told of, 0 when it is over. */
const THRESHOLDS = [0, 1, 7, 30] as const;

const observationSchema = z.object({
  sealed: z.boolean().optional(),
  /** The pod that leads. */
  leader: z.string().optional(),
  /** ISO time since when it leads. */
  leaderSince: z.string().optional(),
  /** By name, whether the pod answered. */
  pods: z.record(z.boolean()),
  /** The threshold of days that the certificate is below; null when it is below none, absent when never seen. */
  certificate: z.number().nullable().optional(),
  /** Whether the cluster answers; a single silence is not yet a change. */
  reachable: z.boolean(),
});

/** What the monitor remembers of a cluster to tell a change from a repeat. */
export type Observation = Readonly<z.infer<typeof observationSchema>>;

/** Reads what an earlier round, perhaps of another release, has written. */
export function parseObservation(json: string): Observation {
  return observationSchema.parse(JSON.parse(json));
}

function thresholdOf(daysLeft: number): number | null {
  return (
    THRESHOLDS.find(days => (days === 0 ? daysLeft < 0 : daysLeft < days)) ??
    null
  );
}

/**
 * What a status says; where it is silent, what was known before still stands. A pod beyond the wanted replicas was
 * scaled away and is forgotten; any other that is missing does not answer.
 */
export function observationOf(
  status: VaultClusterStatus,
  before?: Observation,
): Observation {
  const pods: Record<string, boolean> = {};
  for (const name of Object.keys(before?.pods ?? {})) {
    const ordinal = Number(/-(\d+)$/.exec(name)?.[1] ?? 0);
    if (ordinal < status.replicas.wanted) {
      pods[name] = false;
    }
  }
  for (const pod of status.pods) {
    pods[pod.name] = pod.role !== 'unreachable';
  }
  return {
    sealed: status.sealed ?? before?.sealed,
    leader: status.leader?.pod ?? before?.leader,
    leaderSince: status.leader?.since ?? before?.leaderSince,
    pods,
    certificate: status.certificate
      ? thresholdOf(status.certificate.daysLeft)
      : before?.certificate,
    reachable: true,
  };
}
