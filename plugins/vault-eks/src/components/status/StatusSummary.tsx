import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReactNode } from 'react';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import {
  certificateTone,
  certificateWords,
  headlineOf,
  replicasTone,
  replicasWords,
} from '../../status/headline';
import { HiddenText } from '../common/HiddenText';
import { SealHeadline } from '../common/SealHeadline';
import { Time } from '../common/Time';
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

function spoken(status: VaultClusterStatus, t: Translate): string {
  const { leader } = status;
  return t('status.spoken', {
    title: headlineOf(status, t).title,
    leader: leader
      ? t('status.spokenLeader', { pod: leader.pod })
      : t('status.noLeader'),
  });
}

/** The strip above the tab: what matters most, at one glance. */
export const StatusSummary = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { certificate, replicas } = status;
  return (
    <Paper
      component="section"
      aria-label={t('status.region')}
      className={classes.root}
    >
      <HiddenText live>{spoken(status, t)}</HiddenText>
      <SealHeadline status={status} />
      <Fact name={t('common.leader')}>
        <LeaderFact status={status} />
      </Fact>
      <Fact name={t('common.replicas')}>
        <ToneText tone={replicasTone(replicas)}>
          {replicasWords(replicas, t)}
        </ToneText>
      </Fact>
      {certificate && (
        <Fact name={t('common.certificate')}>
          <ToneText tone={certificateTone(certificate.daysLeft)}>
            <Time iso={certificate.notAfter}>
              {certificateWords(certificate.daysLeft, t)}
            </Time>
          </ToneText>
        </Fact>
      )}
      {status.version && (
        <Fact name={t('common.version')}>{status.version}</Fact>
      )}
      <Typography
        className={classes.observed}
        variant="caption"
        color="textSecondary"
      >
        {t('status.observed', {
          time: <Time iso={status.observedAt} format="time" />,
        })}
      </Typography>
    </Paper>
  );
};
