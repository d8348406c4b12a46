import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { TailSnapshot } from '../../audit/AuditTail';

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
  readonly tail: Pick<TailSnapshot, 'connection'>;
  readonly filter: AuditFilter;
  readonly onClear: () => void;
}) => {
  const classes = useStyles();
  if (tail.connection.state === 'connecting') {
    return (
      <div className={classes.root}>
        <Typography>Connecting to the audit log…</Typography>
      </div>
    );
  }
  if (Object.values(filter).some(Boolean)) {
    return (
      <div className={classes.root}>
        <Typography>No audit line passes the filter.</Typography>
        <Button size="small" variant="outlined" onClick={onClear}>
          Clear the filter
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.root}>
      <Typography>No audit line yet.</Typography>
      <Typography variant="body2" color="textSecondary">
        A line appears as soon as somebody uses this Vault. Reading its status
        leaves no trace. What a pod wrote before its last restart is on its
        audit volume.
      </Typography>
    </div>
  );
};
