import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    // Long names wrap before they leave their values no room.
    gridTemplateColumns: 'fit-content(45%) minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    rowGap: theme.spacing(1),
    margin: 0,
    ...theme.typography.body2,
  },
  name: { color: theme.palette.text.secondary, margin: 0, minWidth: '5.5rem' },
  value: { margin: 0, overflowWrap: 'anywhere' },
}));

/** Names and values, one a line; a value that is not known is left out. */
export const Facts = ({
  facts,
}: {
  readonly facts: ReadonlyArray<readonly [name: string, value: ReactNode]>;
}) => {
  const classes = useStyles();
  return (
    <dl className={classes.root}>
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .flatMap(([name, value]) => [
          <dt key={`${name}:name`} className={classes.name}>
            {name}
          </dt>,
          <dd key={`${name}:value`} className={classes.value}>
            {value}
          </dd>,
        ])}
    </dl>
  );
};
