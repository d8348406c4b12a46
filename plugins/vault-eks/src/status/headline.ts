import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../hooks/useVaultEksTranslation';
import type { Tone } from './tone';

/** The answer to "is it all right?" in a few words. */
export interface Headline {
  readonly tone: Tone;
  readonly seal: 'sealed' | 'unsealed' | 'unknown';
  readonly title: string;
  readonly detail?: string;
}

function sealedDetail(status: VaultClusterStatus, t: Translate): string {
  const count = status.pods.length;
  const sealed = status.pods.filter(pod => pod.sealed).length;
  return sealed < count
    ? t('status.someSealed', { count, sealed: String(sealed) })
    : t('status.allSealed', { count });
}

/** Reads a status as an on-call engineer would: the worst news first. */
export function headlineOf(status: VaultClusterStatus, t: Translate): Headline {
  const { pods, replicas } = status;
  if (pods.length === 0) {
    return {
      tone: 'error',
      seal: 'unknown',
      title: t('status.noPods'),
      detail: t('status.noPodsDetail'),
    };
  }
  if (status.initialized === false) {
    return {
      tone: 'warning',
      seal: 'sealed',
      title: t('status.notInitialised'),
      detail: t('status.notInitialisedDetail'),
    };
  }
  if (status.sealed === undefined) {
    return {
      tone: 'error',
      seal: 'unknown',
      title: t('status.sealUnknown'),
      detail: t('status.sealUnknownDetail'),
    };
  }
  if (status.sealed) {
    return {
      tone: 'error',
      seal: 'sealed',
      title: t('status.sealed'),
      detail: sealedDetail(status, t),
    };
  }
  if (!status.leader) {
    return {
      tone: 'error',
      seal: 'unsealed',
      title: t('status.unsealedNoLeader'),
      detail: t('status.noLeaderDetail'),
    };
  }
  if (replicas.ready < replicas.wanted) {
    return {
      tone: 'warning',
      seal: 'unsealed',
      title: t('status.unsealed'),
      detail: t('status.replicasMissing', {
        ready: String(replicas.ready),
        wanted: String(replicas.wanted),
      }),
    };
  }
  return { tone: 'ok', seal: 'unsealed', title: t('status.unsealed') };
}

/** The tone of the days that a certificate has left. */
export function certificateTone(daysLeft: number): Tone {
  if (daysLeft < 7) {
    return 'error';
  }
  return daysLeft < 30 ? 'warning' : 'ok';
}

/** The days that a certificate has left, in words. */
export function certificateWords(daysLeft: number, t: Translate): string {
  return daysLeft < 0
    ? t('status.certificateExpired')
    : t('status.certificateDays', { count: daysLeft });
}

/** The tone of ready replicas against wanted ones. */
export function replicasTone(replicas: VaultClusterStatus['replicas']): Tone {
  if (replicas.ready === 0) {
    return 'error';
  }
  return replicas.ready < replicas.wanted ? 'warning' : 'ok';
}

/** Ready replicas against wanted ones, in words. */
export function replicasWords(
  replicas: VaultClusterStatus['replicas'],
  t: Translate,
): string {
  return t('status.replicasReady', {
    ready: String(replicas.ready),
    wanted: String(replicas.wanted),
  });
}
