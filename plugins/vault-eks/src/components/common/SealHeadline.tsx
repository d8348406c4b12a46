import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { headlineOf } from '../../status/headline';
import { SealIcon } from './SealIcon';

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', alignItems: 'center', gap: theme.spacing(1.5) },
}));

/** Sealed or not, as a lock and in words, with the reason below. */
export const SealHeadline = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const headline = headlineOf(status, t);
  return (
    <div className={classes.root}>
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
  );
};
