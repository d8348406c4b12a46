import type { ClusterSnapshot } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../hooks/useVaultEksTranslation';
import type { Tone } from '../status/tone';

/** A Vault of the fleet in a word or two, and what is wrong with it. */
export interface SnapshotHeadline {
  readonly tone: Tone;
  readonly title: string;
  readonly detail?: string;
}

/** Reads what the monitor last saw: the worst news first. */
export function snapshotHeadline(
  snapshot: ClusterSnapshot | undefined,
  t: Translate,
): SnapshotHeadline {
  if (!snapshot) {
    return { tone: 'unknown', title: t('fleet.notSeen') };
  }
  const { problem, health, sealed, initialized, leader } = snapshot;
  if (problem !== undefined || sealed === undefined) {
    return { tone: 'error', title: t('fleet.unreachable'), detail: problem };
  }
  const detail = snapshot.worstFinding;
  if (initialized === false) {
    return { tone: 'warning', title: t('fleet.notInitialised'), detail };
  }
  if (sealed) {
    return { tone: 'error', title: t('fleet.sealed'), detail };
  }
  if (!leader) {
    return { tone: 'error', title: t('fleet.noLeader'), detail };
  }
  return health === 'ok'
    ? { tone: 'ok', title: t('fleet.ok') }
    : { tone: health, title: t('fleet.needsLook'), detail };
}
