import { alpha, makeStyles } from '@material-ui/core/styles';
import { memo, useEffect, useRef } from 'react';
import { linesOf, outcomeOf, type AuditItem } from '../../audit/AuditItem';
import { itemSummary, unreadableWords } from '../../audit/itemWords';
import { visibleText } from '../../audit/visibleText';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { ToneText } from '../common/ToneText';
import { AuditColumns } from './AuditColumns';
import type { AuditFormat } from './AuditFormat';
import type { OnFilter } from './FilterLink';

/** A row is cut at its end anyway; a gigantic line must not be laid out for that. */
const RAW_CHARACTERS = 1_000;

const useStyles = makeStyles(theme => ({
  root: {
    position: 'relative',
    height: '100%',
    boxSizing: 'border-box',
    padding: theme.spacing(0, 1.5),
    borderBottom: `1px solid ${theme.palette.divider}`,
    overflow: 'hidden',
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSize: '0.8rem',
    // Text of the other direction stays in its place.
    direction: 'ltr',
    unicodeBidi: 'isolate',
    '&:hover': { background: alpha(theme.palette.text.primary, 0.03) },
  },
  // Faint, as all backgrounds here: grey text on it must be read.
  failed: { background: alpha(theme.palette.error.main, 0.06) },
  chosen: {
    boxShadow: `inset 4px 0 ${theme.palette.primary.main}, inset 0 0 0 1px ${theme.palette.primary.main}`,
  },
  choose: {
    position: 'absolute',
    inset: 0,
    width: '100%',
    border: 0,
    background: 'none',
    cursor: 'pointer',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  // Over the button that fills the row, which takes every click but those on buttons of its own.
  content: {
    position: 'relative',
    height: '100%',
    pointerEvents: 'none',
    '& button': { pointerEvents: 'auto' },
  },
  line: {
    display: 'flex',
    alignItems: 'center',
    height: '100%',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis' },
}));

function hasFailed(item: AuditItem): boolean {
  return item.kind === 'exchange'
    ? outcomeOf(item).kind === 'failed'
    : item.kind === 'line' && Boolean(item.line.error);
}

const rawText = (item: AuditItem) =>
  linesOf(item)
    .map(({ raw }) => visibleText(raw.slice(0, RAW_CHARACTERS)))
    .join(' ');

/** What the rows tell the list. They stay the same, so that a row is made once. */
export interface RowCallbacks {
  readonly onChoose: (item: AuditItem) => void;
  readonly onFilter: OnFilter;
  readonly onFocused: () => void;
}

/** What a row shows, and how it stands. */
export interface AuditRowProps {
  readonly item: AuditItem;
  readonly format: AuditFormat;
  readonly narrow: boolean;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly takeFocus: boolean;
  readonly detailsId: string;
  readonly callbacks: RowCallbacks;
}

/** One row of the list; choosing it shows the whole of it. */
export const AuditRow = memo(
  ({
    item,
    format,
    narrow,
    chosen,
    active,
    takeFocus,
    detailsId,
    callbacks: { onChoose, onFilter, onFocused },
  }: AuditRowProps) => {
    const classes = useStyles();
    const { t } = useVaultEksTranslation();
    const button = useRef<HTMLButtonElement>(null);
    useEffect(() => {
      if (takeFocus) {
        button.current?.focus({ preventScroll: true });
        onFocused();
      }
    }, [takeFocus, onFocused]);
    const state = chosen ? classes.chosen : hasFailed(item) && classes.failed;
    return (
      <div className={`${classes.root} ${state || ''}`}>
        <button
          ref={button}
          type="button"
          tabIndex={-1}
          className={classes.choose}
          aria-label={itemSummary(item, t)}
          aria-expanded={chosen}
          aria-controls={chosen ? detailsId : undefined}
          onClick={() => onChoose(item)}
        />
        <div className={classes.content}>
          {item.kind === 'unreadable' && (
            <div className={classes.line} aria-hidden>
              <ToneText tone="warning">
                {unreadableWords(item.line, t)}
              </ToneText>
            </div>
          )}
          {item.kind !== 'unreadable' && format === 'raw' && (
            <div className={classes.line} aria-hidden>
              <span className={classes.cut}>{rawText(item)}</span>
            </div>
          )}
          {item.kind !== 'unreadable' && format !== 'raw' && (
            <AuditColumns
              item={item}
              narrow={narrow}
              reachable={active}
              onFilter={onFilter}
              t={t}
            />
          )}
        </div>
      </div>
    );
  },
);
