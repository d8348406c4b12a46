import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import type { AuditView } from '../../audit/AuditView';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'absolute',
    bottom: theme.spacing(2),
    left: '50%',
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
  },
}));

/** The way back to the newest line. */
export const NewestButton = ({
  view,
  onClick,
}: {
  readonly view: AuditView;
  readonly onClick: () => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const count = usePart(view, ({ newCount }) => newCount);
  return (
    <Button
      className={classes.root}
      size="small"
      variant="contained"
      color="primary"
      startIcon={<ArrowDownward />}
      onClick={onClick}
    >
      {count > 0
        ? t('audit.actions.newLines', { count })
        : t('audit.actions.follow')}
    </Button>
  );
};
