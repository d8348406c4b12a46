import { makeStyles } from '@material-ui/core/styles';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import {
  certificateTone,
  certificateWords,
  replicasTone,
  replicasWords,
} from '../../status/headline';
import { FINDING_TONES } from '../../status/tone';
import { Facts } from '../common/Facts';
import { SealHeadline } from '../common/SealHeadline';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';
import { LeaderFact } from '../status/LeaderFact';

const useStyles = makeStyles(theme => ({
  headline: { marginBottom: theme.spacing(2) },
}));

const WorstFinding = ({ findings }: Pick<VaultClusterStatus, 'findings'>) => {
  const { t } = useVaultEksTranslation();
  const [worst, ...others] = findings;
  if (!worst) {
    return <ToneText tone="ok">{t('card.noFindings')}</ToneText>;
  }
  return (
    <ToneText tone={FINDING_TONES[worst.severity]}>
      {others.length > 0
        ? t('card.moreFindings', {
            worst: worst.what,
            more: String(others.length),
          })
        : worst.what}
    </ToneText>
  );
};

/** The answer in one second. */
export const StatusAtAGlance = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { certificate, replicas, findings } = status;
  return (
    <>
      <div className={classes.headline}>
        <SealHeadline status={status} />
      </div>
      <Facts
        facts={[
          [t('common.leader'), <LeaderFact status={status} />],
          [
            t('common.replicas'),
            <ToneText tone={replicasTone(replicas)}>
              {replicasWords(replicas, t)}
            </ToneText>,
          ],
          [
            t('common.certificate'),
            certificate && (
              <ToneText tone={certificateTone(certificate.daysLeft)}>
                <Time iso={certificate.notAfter}>
                  {certificateWords(certificate.daysLeft, t)}
                </Time>
              </ToneText>
            ),
          ],
          [t('common.findings'), <WorstFinding findings={findings} />],
        ]}
      />
    </>
  );
};
