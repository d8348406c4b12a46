import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'absolute',
    bottom: theme.spacing(2),
    left: '50%',
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
  },
}));

function newLines(count: number): string {
  return count === 1 ? '1 new line' : `${count} new lines`;
}

/** The way back to the newest line. */
export const NewestButton = ({
  newCount,
  onClick,
}: {
  readonly newCount: number;
  readonly onClick: () => void;
}) => {
  const classes = useStyles();
  return (
    <Button
      className={classes.root}
      size="small"
      variant="contained"
      color="primary"
      startIcon={<ArrowDownward />}
      onClick={onClick}
    >
      {newCount > 0 ? newLines(newCount) : 'Follow the newest'}
    </Button>
  );
};
