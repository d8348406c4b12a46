import { alpha, makeStyles } from '@material-ui/core/styles';
import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useRef } from 'react';
import { rawText, unreadableText } from '../../audit/entries';
import { ToneText } from '../common/ToneText';
import { AuditColumns } from './AuditColumns';
import { AuditDetails } from './AuditDetails';
import type { AuditFormat } from './AuditFormat';

const useStyles = makeStyles(theme => ({
  root: { borderBottom: `1px solid ${theme.palette.divider}` },
  failed: { background: alpha(theme.palette.error.main, 0.08) },
  line: {
    display: 'block',
    width: '100%',
    padding: theme.spacing(0.75, 1.5),
    border: 0,
    background: 'none',
    color: 'inherit',
    cursor: 'pointer',
    textAlign: 'left',
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSize: '0.8rem',
    lineHeight: 1.5,
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  raw: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
}));

const Line = ({
  entry,
  format,
  narrow,
}: {
  readonly entry: AuditTailRow;
  readonly format: AuditFormat;
  readonly narrow: boolean;
}) => {
  const classes = useStyles();
  if (entry.kind === 'unreadable') {
    return <ToneText tone="warning">{unreadableText(entry.line)}</ToneText>;
  }
  return format === 'raw' ? (
    <span className={classes.raw}>{rawText(entry)}</span>
  ) : (
    <AuditColumns line={entry.line} narrow={narrow} />
  );
};

/** One line of the log; opening it shows the whole of it. */
export const AuditRow = ({
  entry,
  format,
  narrow,
  open,
  takeFocus,
  onFocused,
  onToggle,
}: {
  readonly entry: AuditTailRow;
  readonly format: AuditFormat;
  readonly narrow: boolean;
  readonly open: boolean;
  readonly takeFocus: boolean;
  readonly onFocused: () => void;
  readonly onToggle: () => void;
}) => {
  const classes = useStyles();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takeFocus) {
      button.current?.focus({ preventScroll: true });
      onFocused();
    }
  }, [takeFocus, onFocused]);
  const failed = entry.kind === 'line' && entry.line.error;
  return (
    <div className={`${classes.root} ${failed ? classes.failed : ''}`}>
      <button
        ref={button}
        type="button"
        tabIndex={-1}
        className={classes.line}
        aria-expanded={open}
        onClick={onToggle}
      >
        <Line entry={entry} format={format} narrow={narrow} />
      </button>
      {open && entry.kind === 'line' && <AuditDetails line={entry.line} />}
    </div>
  );
};
