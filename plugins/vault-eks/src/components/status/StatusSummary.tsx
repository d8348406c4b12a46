import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DateTime } from 'luxon';
import type { ReactNode } from 'react';
import {
  certificateTone,
  certificateWords,
  headlineOf,
  replicasTone,
} from '../../status/headline';
import { HiddenText } from '../common/HiddenText';
import { SealIcon } from '../common/SealIcon';
import { ToneText } from '../common/ToneText';
import { LeaderFact } from './LeaderFact';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2, 4),
    padding: theme.spacing(2, 3),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(2) },
  },
  seal: { display: 'flex', alignItems: 'center', gap: theme.spacing(1.5) },
  fact: { minWidth: '7rem' },
  observed: {
    marginLeft: 'auto',
    [theme.breakpoints.down('sm')]: { marginLeft: 0 },
  },
}));

const Fact = ({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <Typography variant="caption" color="textSecondary" component="div">
        {name}
      </Typography>
      <Typography variant="body1" component="div">
        {children}
      </Typography>
    </div>
  );
};

/** The strip above the tab: what matters most, at one glance. */
export const StatusSummary = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const headline = headlineOf(status);
  const { certificate, replicas } = status;
  return (
    <Paper
      component="section"
      aria-label="Vault status"
      className={classes.root}
    >
      <HiddenText live>
        {headline.title}, {status.leader?.pod ?? 'no pod'} leads
      </HiddenText>
      <div className={classes.seal}>
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
      <Fact name="Leader">
        <LeaderFact status={status} />
      </Fact>
      <Fact name="Replicas">
        <ToneText tone={replicasTone(replicas)}>
          {replicas.ready} of {replicas.wanted} ready
        </ToneText>
      </Fact>
      {certificate && (
        <Fact name="Certificate">
          <ToneText tone={certificateTone(certificate.daysLeft)}>
            {certificateWords(certificate.daysLeft)}
          </ToneText>
        </Fact>
      )}
      {status.version && <Fact name="Version">{status.version}</Fact>}
      <Typography
        className={classes.observed}
        variant="caption"
        color="textSecondary"
      >
        Observed{' '}
        {DateTime.fromISO(status.observedAt).toLocaleString(
          DateTime.TIME_WITH_SECONDS,
        )}
      </Typography>
    </Paper>
  );
};
