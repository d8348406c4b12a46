import type { ClusterSnapshot } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { FINDING_TONES } from '../../status/tone';
import { ToneText } from '../common/ToneText';

const SEVERITIES = [
  ['error', 'fleet.errors'],
  ['warning', 'fleet.warnings'],
  ['info', 'fleet.notes'],
] as const;

/** How many findings of each severity, the worst first. */
export const FindingCounts = ({
  findings,
}: Pick<ClusterSnapshot, 'findings'>) => {
  const { t } = useVaultEksTranslation();
  const present = SEVERITIES.filter(([severity]) => findings[severity] > 0);
  if (present.length === 0) {
    return <>{t('fleet.none')}</>;
  }
  return (
    <>
      {present.map(([severity, key]) => (
        <div key={severity}>
          <ToneText tone={FINDING_TONES[severity]}>
            {t(key, { count: findings[severity] })}
          </ToneText>
        </div>
      ))}
    </>
  );
};
