import type {
  KeyProtections,
  NotTold,
  TableProtections,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../hooks/useVaultEksTranslation';
import type { Tone } from './tone';

/** A protection in words. */
export interface ProtectionWords {
  readonly tone: Tone;
  readonly words: string;
}

const unknown = (
  { reason, missingRight }: NotTold,
  t: Translate,
): ProtectionWords => ({
  tone: 'unknown',
  words: missingRight
    ? t('protections.lacking', { right: missingRight })
    : t('protections.unknown', { reason }),
});

const on = (words: string): ProtectionWords => ({ tone: 'ok', words });
const off = (t: Translate): ProtectionWords => ({
  tone: 'warning',
  words: t('protections.off'),
});

/** Whether one call can delete the table. */
export function deletionWords(
  protection: TableProtections['deletionProtection'],
  t: Translate,
): ProtectionWords {
  if (protection.state === 'unknown') {
    return unknown(protection, t);
  }
  return protection.state === 'on' ? on(t('protections.on')) : off(t);
}

/** Whether the table can be restored, and how far back. */
export function backupWords(
  backups: TableProtections['pointInTimeRecovery'],
  t: Translate,
): ProtectionWords {
  if (backups.state === 'unknown') {
    return unknown(backups, t);
  }
  if (backups.state === 'off') {
    return off(t);
  }
  const { windowDays: count } = backups;
  return on(
    count === undefined
      ? t('protections.on')
      : t('protections.daysBack', { count }),
  );
}

/** By whose key the table is encrypted. */
export function encryptionWords(
  encryption: TableProtections['encryption'],
  t: Translate,
): ProtectionWords {
  switch (encryption.state) {
    case 'unknown':
      return unknown(encryption, t);
    case 'aws-owned':
      return on(t('protections.awsOwned'));
    case 'aws-managed':
      return on(t('protections.awsManaged'));
    default:
      return on(t('protections.customerKey'));
  }
}

/** What KMS makes or changes itself; it is enabled again by itself. */
const PASSING = ['Creating', 'Updating'];

/** The state of the key in KMS's own word. */
export function keyWords(
  usable: KeyProtections['usable'],
  t: Translate,
): ProtectionWords {
  const { state } = usable;
  if (state === 'unknown') {
    return unknown(usable, t);
  }
  if (state === 'Enabled') {
    return on(t('protections.enabled'));
  }
  return { tone: PASSING.includes(state) ? 'info' : 'error', words: state };
}

/** Whether KMS rotates the material of the key, and how often. */
export function rotationWords(
  rotation: KeyProtections['rotation'],
  t: Translate,
): ProtectionWords {
  switch (rotation.state) {
    case 'unknown':
      return unknown(rotation, t);
    case 'manual':
      return { tone: 'info', words: t('protections.manual') };
    case 'off':
      return off(t);
    default:
      return on(
        rotation.periodDays === undefined
          ? t('protections.on')
          : t('protections.everyDays', { count: rotation.periodDays }),
      );
  }
}
