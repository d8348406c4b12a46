import { makeStyles } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useState, type ReactNode } from 'react';
import { AuditHead } from './AuditColumns';
import type { AuditFormat } from './AuditFormat';
import { AuditRow } from './AuditRow';
import { NewestButton } from './NewestButton';
import { useActiveRow } from './useActiveRow';
import { useAuditScroll } from './useAuditScroll';

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  list: {
    height: 'min(60vh, 34rem)',
    minHeight: '18rem',
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
}));

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
  readonly entries: readonly AuditTailRow[];
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
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { viewport, virtualizer, onScroll } = useAuditScroll({
    entries,
    format,
    narrow,
    following,
    onReadBack,
    onReachEnd,
  });
  const reveal = (index: number) =>
    virtualizer.scrollToIndex(index, { align: 'auto' });
  const { setActive, onKeyDown, wantsFocus, onFocused } = useActiveRow({
    entries,
    reveal,
    onReadBack,
    onFollow,
  });

  const toggle = (id: string, index: number) => {
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
    // What opens at the lower edge would open out of sight; its height is known once it is painted.
    requestAnimationFrame(() => reveal(index));
  };

  return (
    <div className={classes.frame}>
      {format === 'pretty' && !narrow && <AuditHead />}
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
                  takeFocus={wantsFocus(id)}
                  onFocused={onFocused}
                  onToggle={() => toggle(id, index)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!following && <NewestButton newCount={newCount} onClick={onFollow} />}
    </div>
  );
};
