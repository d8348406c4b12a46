import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { reasonOf } from '../../hooks/errors';
import { ToneText } from './ToneText';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
    ...theme.typography.body2,
  },
}));

/** What is shown may be over: says since when, and why nothing newer came. */
export const StaleNotice = ({
  observedAt,
  error,
  onRetry,
}: {
  readonly observedAt: string;
  readonly error: Error;
  readonly onRetry: () => void;
}) => {
  const classes = useStyles();
  const time = DateTime.fromISO(observedAt).toLocaleString(
    DateTime.TIME_WITH_SECONDS,
  );
  return (
    <div className={classes.root} role="status">
      <ToneText tone="warning">
        Last known state, from {time}. {reasonOf(error)}
      </ToneText>
      <Button size="small" variant="outlined" onClick={onRetry}>
        Refresh
      </Button>
    </div>
  );
};
