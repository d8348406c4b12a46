import { makeStyles } from '@material-ui/core/styles';
import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DateTime } from 'luxon';
import { ToneText } from '../common/ToneText';

const useStyles = makeStyles(theme => ({
  wide: {
    display: 'grid',
    gridTemplateColumns:
      '6.5rem 4.5rem 4.5rem minmax(10rem, 3fr) minmax(6rem, 1.5fr) minmax(5rem, 1fr)',
    columnGap: theme.spacing(1.5),
    alignItems: 'baseline',
  },
  narrow: {
    display: 'grid',
    gridTemplateColumns: 'auto auto minmax(0, 1fr)',
    columnGap: theme.spacing(1.5),
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

/** A line in columns: when, what was done, where, by whom. */
export const AuditColumns = ({
  line,
  narrow,
}: {
  readonly line: AuditLine;
  readonly narrow: boolean;
}) => {
  const classes = useStyles();
  const time = DateTime.fromISO(line.time).toFormat('HH:mm:ss.SSS');
  const who = line.actor ?? line.remoteAddress ?? '';
  const quietCut = `${classes.quiet} ${classes.cut}`;
  return (
    <span className={narrow ? classes.narrow : classes.wide}>
      <span className={classes.quiet} title={line.time}>
        {time}
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
