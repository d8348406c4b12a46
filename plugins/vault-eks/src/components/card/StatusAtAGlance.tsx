import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  certificateTone,
  certificateWords,
  headlineOf,
  replicasTone,
} from '../../status/headline';
import { FINDING_TONES } from '../../status/tone';
import { Facts } from '../common/Facts';
import { SealIcon } from '../common/SealIcon';
import { ToneText } from '../common/ToneText';
import { LeaderFact } from '../status/LeaderFact';

const useStyles = makeStyles(theme => ({
  headline: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    marginBottom: theme.spacing(2),
  },
}));

/** The answer in one second. */
export const StatusAtAGlance = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const headline = headlineOf(status);
  const { certificate, replicas, findings } = status;
  const [worst] = findings;
  return (
    <>
      <div className={classes.headline}>
        <SealIcon headline={headline} />
        <div>
          <Typography variant="h5" component="p">
            {headline.title}
          </Typography>
          {headline.detail && (
            <Typography variant="body2" color="textSecondary">
              {headline.detail}
            </Typography>
          )}
        </div>
      </div>
      <Facts
        facts={[
          ['Leader', <LeaderFact status={status} />],
          [
            'Replicas',
            <ToneText tone={replicasTone(replicas)}>
              {replicas.ready} of {replicas.wanted} ready
            </ToneText>,
          ],
          [
            'Certificate',
            certificate && (
              <ToneText tone={certificateTone(certificate.daysLeft)}>
                {certificateWords(certificate.daysLeft)}
              </ToneText>
            ),
          ],
          [
            'Findings',
            worst ? (
              <ToneText tone={FINDING_TONES[worst.severity]}>
                {worst.what}
                {findings.length > 1 && ` (and ${findings.length - 1} more)`}
              </ToneText>
            ) : (
              <ToneText tone="ok">None</ToneText>
            ),
          ],
        ]}
      />
    </>
  );
};
