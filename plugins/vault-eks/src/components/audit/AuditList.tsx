import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { TailEntry } from '../../audit/entries';
import type { AuditFormat } from './AuditFormat';
import { AuditRow } from './AuditRow';

const ROW_HEIGHT = 32;
const NARROW_ROW_HEIGHT = 56;
/** Closer to the end than this counts as being there. */
const END_SLACK = 24;

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  list: {
    height: 'min(60vh, 34rem)',
    overflow: 'auto',
    overflowAnchor: 'none',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  canvas: { position: 'relative', width: '100%' },
  row: { position: 'absolute', top: 0, left: 0, width: '100%' },
  jump: {
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

/** The lines, newest at the end. Only those in sight are in the page, so thousands cost nothing. */
export const AuditList = ({
  entries,
  format,
  following,
  newCount,
  onReadBack,
  onReachEnd,
  onFollow,
  empty,
}: {
  readonly entries: readonly TailEntry[];
  readonly format: AuditFormat;
  readonly following: boolean;
  readonly newCount: number;
  readonly onReadBack: () => void;
  readonly onReachEnd: () => void;
  readonly onFollow: () => void;
  readonly empty: ReactNode;
}) => {
  const classes = useStyles();
  const narrow = useMediaQuery('(max-width:700px)');
  const viewport = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const focusWanted = useRef(false);
  const [active, setActive] = useState<string>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT),
    getItemKey: index => entries[index].line.id,
    overscan: 12,
  });

  const last = entries[entries.length - 1]?.line.id;
  useLayoutEffect(() => {
    if (following && entries.length > 0) {
      virtualizer.scrollToIndex(entries.length - 1, { align: 'end' });
    }
  }, [following, last, entries.length, format, narrow, virtualizer]);

  const onScroll = () => {
    const element = viewport.current;
    if (!element) {
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = element;
    const atEnd = scrollHeight - scrollTop - clientHeight < END_SLACK;
    // Following only ever scrolls down, so up is a person who wants to read.
    if (scrollTop < lastTop.current - 1 && !atEnd) {
      onReadBack();
    } else if (atEnd && scrollTop > lastTop.current) {
      onReachEnd();
    }
    lastTop.current = scrollTop;
  };

  const moveTo = (index: number) => {
    const target = entries[Math.max(0, Math.min(index, entries.length - 1))];
    if (!target) {
      return;
    }
    onReadBack();
    focusWanted.current = true;
    setActive(target.line.id);
    virtualizer.scrollToIndex(entries.indexOf(target), { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const current = entries.findIndex(({ line }) => line.id === active);
    const from = current === -1 ? entries.length : current;
    const moves: Record<string, () => void> = {
      ArrowUp: () => moveTo(from - 1),
      ArrowDown: () => moveTo(from + 1),
      Home: () => moveTo(0),
      End: onFollow,
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  };

  const toggle = (id: string) => {
    // A line that somebody opens must not run away.
    onReadBack();
    setActive(id);
    setOpen(ids => {
      const next = new Set(ids);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  };

  return (
    <div className={classes.frame}>
      {/* The log must be reachable by keyboard to be scrolled. It moves too fast to be read aloud by itself. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={viewport}
        className={classes.list}
        role="log"
        aria-live="off"
        aria-label="Audit lines, newest last"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        {entries.length === 0 && empty}
        <div
          className={classes.canvas}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const entry = entries[index];
            const { id } = entry.line;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <AuditRow
                  entry={entry}
                  format={format}
                  narrow={narrow}
                  open={open.has(id)}
                  takeFocus={id === active && focusWanted.current}
                  onFocused={() => {
                    focusWanted.current = false;
                  }}
                  onToggle={() => toggle(id)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!following && (
        <Button
          className={classes.jump}
          size="small"
          variant="contained"
          color="primary"
          startIcon={<ArrowDownward />}
          onClick={onFollow}
        >
          {newCount > 0 ? newLines(newCount) : 'Follow the newest'}
        </Button>
      )}
    </div>
  );
};
