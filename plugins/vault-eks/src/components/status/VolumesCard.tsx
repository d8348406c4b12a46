import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { AuditVolumeStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { bytesInWords, fillOf } from '../../status/volumeFill';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { ToneText } from '../common/ToneText';

const useStyles = makeStyles(theme => ({
  bar: { marginTop: theme.spacing(0.75), maxWidth: '16rem' },
}));

const Fill = ({ volume }: { readonly volume: AuditVolumeStatus }) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const fill = fillOf(volume);
  if (!fill) {
    return null;
  }
  return (
    <div
      title={t('details.fillOf', {
        used: bytesInWords(fill.usedBytes),
        capacity: bytesInWords(fill.capacityBytes),
      })}
    >
      <ToneText tone={fill.tone}>
        {t('details.fill', { percent: String(fill.percent) })}
      </ToneText>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={fill.percent}
        aria-label={t('details.fillLabel', { claim: volume.claim })}
      />
    </div>
  );
};

/** The volumes that hold the audit log: Vault stops answering when it cannot write to one. */
export const VolumesCard = ({
  volumes,
}: {
  readonly volumes: readonly AuditVolumeStatus[];
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('details.volumes')} variant="gridItem">
      {volumes.length === 0 ? (
        <Typography variant="body2">{t('details.noVolumes')}</Typography>
      ) : (
        <Facts
          facts={volumes.map(volume => [
            volume.claim,
            <>
              <ToneText tone={volume.phase === 'Bound' ? 'ok' : 'warning'}>
                {[volume.phase, volume.size, volume.storageClass]
                  .filter(Boolean)
                  .join(' · ')}
              </ToneText>
              <Fill volume={volume} />
            </>,
          ])}
        />
      )}
    </Card>
  );
};
