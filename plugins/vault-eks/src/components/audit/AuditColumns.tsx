import { makeStyles } from '@material-ui/core/styles';
import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { lineTime } from '../../audit/lineTime';
import { ToneText } from '../common/ToneText';

const COLUMNS = ['Time', 'Operation', 'Type', 'Path', 'Actor', 'Pod'];

const useStyles = makeStyles(theme => ({
  wide: {
    display: 'grid',
    gridTemplateColumns:
      '7.5rem 5rem 4.5rem minmax(10rem, 3fr) minmax(8rem, 2fr) minmax(4.5rem, 0.5fr)',
    columnGap: theme.spacing(1.5),
    alignItems: 'baseline',
  },
  narrow: {
    display: 'grid',
    gridTemplateColumns: 'auto auto minmax(0, 1fr)',
    columnGap: theme.spacing(1.5),
  },
  head: {
    // As the lines below, with their border.
    padding: theme.spacing(0, 1.5, 0.5, 1.625),
    color: theme.palette.text.secondary,
    fontSize: '0.75rem',
  },
  cut: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
  },
  whole: { gridColumn: '1 / -1' },
  quiet: { color: theme.palette.text.secondary },
  operation: { fontWeight: 'bold' },
  error: { gridColumn: '1 / -1', overflowWrap: 'anywhere' },
}));

/** Names the columns for the eye; each line is read aloud as a whole. */
export const AuditHead = () => {
  const classes = useStyles();
  return (
    <div className={`${classes.wide} ${classes.head}`} aria-hidden>
      {COLUMNS.map(column => (
        <span key={column}>{column}</span>
      ))}
    </div>
  );
};

/** A line in columns: when, what was done, where, by whom. */
export const AuditColumns = ({
  line,
  narrow,
}: {
  readonly line: AuditLine;
  readonly narrow: boolean;
}) => {
  const classes = useStyles();
  const who = line.actor ?? line.remoteAddress ?? '';
  const quietCut = `${classes.quiet} ${classes.cut}`;
  return (
    <span className={narrow ? classes.narrow : classes.wide}>
      <span className={classes.quiet} title={line.time}>
        {lineTime(line.time)}
      </span>
      <span className={classes.operation}>{line.operation}</span>
      {!narrow && <span className={classes.quiet}>{line.type}</span>}
      {narrow && <span className={quietCut}>{who}</span>}
      <span
        className={`${classes.cut} ${narrow ? classes.whole : ''}`}
        title={line.path}
      >
        {line.path}
      </span>
      {!narrow && (
        <>
          <span className={quietCut} title={who}>
            {who}
          </span>
          <span className={quietCut} title={line.pod}>
            {line.pod}
          </span>
        </>
      )}
      {line.error && (
        <span className={classes.error}>
          <ToneText tone="error">{line.error}</ToneText>
        </span>
      )}
    </span>
  );
};
