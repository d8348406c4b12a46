import type {
  HaRole,
  VaultPodStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Tone } from '../../status/tone';

/** Clocks further apart than this make nodes contend for DynamoDB's lock, whose life is fifteen seconds. */
const SKEW_WARNING_MS = 2_000;

/** More than two missed heartbeats: a standby sends one to the active node every five seconds. */
const HEARTBEAT_WARNING_MS = 12_000;

export const ROLE_TONES: Record<HaRole, Tone> = {
  active: 'ok',
  standby: 'ok',
  sealed: 'error',
  uninitialized: 'warning',
  unreachable: 'error',
};

export const ROLE_WORDS: Record<HaRole, string> = {
  active: 'Active',
  standby: 'Standby',
  sealed: 'Sealed',
  uninitialized: 'Not initialised',
  unreachable: 'Unreachable',
};

/** The tone of a pod's heartbeat or clock skew. */
export function pulseTone(
  pod: Pick<VaultPodStatus, 'lastHeartbeatMs' | 'clockSkewMs'>,
): Tone {
  const late = (pod.lastHeartbeatMs ?? 0) > HEARTBEAT_WARNING_MS;
  const skewed = Math.abs(pod.clockSkewMs ?? 0) > SKEW_WARNING_MS;
  return late || skewed ? 'warning' : 'ok';
}

/** A pod's heartbeat and clock skew in words; `undefined` when neither is known. */
export function pulseWords(
  pod: Pick<VaultPodStatus, 'lastHeartbeatMs' | 'clockSkewMs'>,
): string | undefined {
  const parts = [
    pod.lastHeartbeatMs !== undefined &&
      `${(pod.lastHeartbeatMs / 1000).toFixed(1)} s ago`,
    pod.clockSkewMs !== undefined && `skew ${pod.clockSkewMs} ms`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
