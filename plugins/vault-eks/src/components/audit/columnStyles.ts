import { makeStyles } from '@material-ui/core/styles';

/** Columns of the rows and of the head above them. */
export const useColumnStyles = makeStyles(theme => {
  const columns = {
    display: 'grid',
    columnGap: theme.spacing(1.5),
    alignItems: 'center',
    height: '100%',
  };
  return {
    paired: {
      ...columns,
      gridTemplateColumns:
        '7.5rem 4.5rem minmax(9rem, 3fr) minmax(7rem, 1.5fr) 4.5rem minmax(8rem, 2fr)',
    },
    lines: {
      ...columns,
      gridTemplateColumns:
        '7.5rem 4.5rem 4.5rem minmax(9rem, 3fr) minmax(7rem, 1.5fr) 4.5rem minmax(6rem, 1.5fr)',
    },
    narrow: {
      ...columns,
      gridTemplateColumns: 'auto auto minmax(0, 1fr)',
      alignContent: 'center',
    },
    head: {
      // As the rows below, with their border.
      padding: theme.spacing(0, 1.5, 0.5, 1.625),
      height: 'auto',
      color: theme.palette.text.secondary,
      fontSize: '0.75rem',
    },
    cut: {
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      minWidth: 0,
    },
    whole: { gridColumn: '1 / -1' },
    quiet: { color: theme.palette.text.secondary },
    operation: { fontWeight: 'bold' },
    end: { textAlign: 'right' },
  };
});
