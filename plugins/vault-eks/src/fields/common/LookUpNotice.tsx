import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ToneText } from '../../components/common/ToneText';
import { isDenied, reasonOf } from '../../hooks/errors';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { LookUp } from './useLookUp';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(0.5), overflowWrap: 'anywhere' },
  button: { marginLeft: theme.spacing(1) },
}));

/** Says why there is no list to choose from, and that the value can be typed; nothing while all is well. */
export const LookUpNotice = ({
  lookUp,
  what,
  manual = true,
}: {
  readonly lookUp: LookUp<{ readonly more?: boolean }>;
  /** What is looked up, in the plural. */
  readonly what: string;
  /** Whether it can be typed instead. */
  readonly manual?: boolean;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { answer, error, retry } = lookUp;
  return (
    <div role="status">
      {error && (
        <Typography variant="body2" component="div" className={classes.root}>
          <ToneText tone={isDenied(error) ? 'info' : 'warning'}>
            {t(manual ? 'fields.lookUpFailed' : 'fields.failed', {
              what,
              reason: reasonOf(error),
            })}
            {!isDenied(error) && (
              <Button size="small" className={classes.button} onClick={retry}>
                {t('common.tryAgain')}
              </Button>
            )}
          </ToneText>
        </Typography>
      )}
      {!error && answer?.more && (
        <Typography variant="body2" className={classes.root}>
          {t('fields.more', { what })}
        </Typography>
      )}
    </div>
  );
};
