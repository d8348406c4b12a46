import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { spanBetween } from '../../status/duration';
import { HiddenText } from '../common/HiddenText';
import { localTime, Time } from '../common/Time';
import { ToneText } from '../common/ToneText';

/** Who leads and for how long, counted on the clock of the observation. */
export const LeaderFact = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const { t } = useVaultEksTranslation();
  const { leader, observedAt } = status;
  if (!leader) {
    return <ToneText tone="error">{t('status.noLeader')}</ToneText>;
  }
  return (
    <>
      <strong>{leader.pod}</strong>{' '}
      {!Number.isNaN(Date.parse(leader.since)) && (
        <Time iso={leader.since}>
          {t('status.leads', {
            span: spanBetween(leader.since, observedAt, t),
          })}
          <HiddenText>
            , {t('status.since', { time: localTime(leader.since) })}
          </HiddenText>
        </Time>
      )}
    </>
  );
};
