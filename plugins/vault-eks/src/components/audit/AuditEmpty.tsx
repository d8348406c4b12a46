import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditTail } from '../../audit/AuditTail';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { isFiltering } from './filterParts';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(6, 2),
    display: 'grid',
    gap: theme.spacing(1),
    justifyItems: 'center',
    textAlign: 'center',
  },
}));

/** Says why there are no lines to see. */
export const AuditEmpty = ({
  tail,
  filter,
  onClear,
}: {
  readonly tail: AuditTail;
  readonly filter: AuditFilter;
  readonly onClear: () => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const state = usePart(tail, ({ connection }) => connection.state);
  const filtering = isFiltering(filter);
  const words = () => {
    if (state === 'connecting') {
      return t('audit.empty.connecting');
    }
    return filtering ? t('audit.empty.filtered') : t('audit.empty.none');
  };
  return (
    <div className={classes.root}>
      <Typography>{words()}</Typography>
      {filtering && (
        <Button size="small" variant="outlined" onClick={onClear}>
          {t('audit.filter.clear')}
        </Button>
      )}
      {!filtering && state !== 'connecting' && (
        <Typography variant="body2" color="textSecondary">
          {t('audit.empty.why')}
        </Typography>
      )}
    </div>
  );
};
