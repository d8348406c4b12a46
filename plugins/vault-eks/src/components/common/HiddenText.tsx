import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    width: 1,
    height: 1,
    margin: -1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
    whiteSpace: 'nowrap',
  },
});

/** Words for screen readers; with `live` they are read aloud when they change. */
export const HiddenText = ({
  live = false,
  children,
}: {
  readonly live?: boolean;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <span className={classes.root} role={live ? 'status' : undefined}>
      {children}
    </span>
  );
};
