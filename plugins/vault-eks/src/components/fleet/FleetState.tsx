import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ClusterSnapshot } from '@vault-eks/backstage-plugin-vault-eks-common';
import { snapshotHeadline } from '../../fleet/snapshotHeadline';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';

const useStyles = makeStyles({
  detail: {
    whiteSpace: 'normal',
    minWidth: '14rem',
    maxWidth: '24rem',
    overflowWrap: 'anywhere',
  },
});

/** One Vault's state in a word or two, with the reason below. */
export const FleetState = ({
  snapshot,
}: {
  readonly snapshot?: ClusterSnapshot;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { tone, title, detail } = snapshotHeadline(snapshot, t);
  return (
    <>
      <ToneText tone={tone}>{title}</ToneText>
      {detail && (
        <Typography
          className={classes.detail}
          variant="caption"
          component="div"
        >
          {detail}
        </Typography>
      )}
      {snapshot?.drift?.state === 'drift' && (
        <Typography
          className={classes.detail}
          variant="caption"
          component="div"
          title={snapshot.drift.names.join('\n')}
        >
          {t('fleet.drift', { count: snapshot.drift.count })}
        </Typography>
      )}
      {snapshot?.problem !== undefined && snapshot.observedAt && (
        <Typography variant="caption" component="div" color="textSecondary">
          {t('fleet.lastSeen', { time: <Time iso={snapshot.observedAt} /> })}
        </Typography>
      )}
    </>
  );
};
