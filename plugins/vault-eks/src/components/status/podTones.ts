import type {
  HaRole,
  VaultPodStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../../hooks/useVaultEksTranslation';
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

export function heartbeatTone(ms: number): Tone {
  return ms > HEARTBEAT_WARNING_MS ? 'warning' : 'ok';
}

export function skewTone(ms: number): Tone {
  return Math.abs(ms) > SKEW_WARNING_MS ? 'warning' : 'ok';
}

/** A pod whose process runs may still not be ready, and "Running" alone would read as good news. */
export function readyWords(
  { ready, phase }: Pick<VaultPodStatus, 'ready' | 'phase'>,
  t: Translate,
): string {
  if (ready) {
    return t('pods.isReady');
  }
  return phase === 'Running' ? t('pods.isNotReady') : phase;
}
