import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useId, useMemo, useState, type ReactNode } from 'react';
import useLatest from 'react-use/esm/useLatest';
import type { AuditItem } from '../../audit/AuditItem';
import type { AuditView } from '../../audit/AuditView';
import { findItem } from '../../audit/findItem';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { AuditDetails } from './AuditDetails';
import type { AuditFormat } from './AuditFormat';
import { AuditHead } from './AuditHead';
import { AuditRows } from './AuditRows';
import type { RowCallbacks } from './AuditRow';
import type { OnFilter } from './FilterLink';
import { NewestButton } from './NewestButton';
import { useActiveRow, useRowKeys } from './useActiveRow';
import { useAuditScroll } from './useAuditScroll';
import { useRowLayout } from './useRowLayout';

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
}));

/** The lines, newest at the end. Only those in sight are in the page, so 100,000 cost nothing. */
export const AuditList = ({
  view,
  format,
  onFilter,
  empty,
}: {
  readonly view: AuditView;
  readonly format: AuditFormat;
  readonly onFilter: OnFilter;
  readonly empty: ReactNode;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const detailsId = useId();
  const items = usePart(view, snapshot => snapshot.items);
  const paused = usePart(view, snapshot => snapshot.paused);
  const [chosen, setChosen] = useState<AuditItem>();
  const { frame, narrow, rowHeight } = useRowLayout(format);
  const activeRow = useActiveRow(items);
  const { activeIndex, setActive, onFocused, focus } = activeRow;

  // A line that somebody reads must not run away.
  const readBack = useCallback(
    () => view.getSnapshot().paused ?? view.pause('reading'),
    [view],
  );
  const { viewport, virtualizer, onScroll, onWheel } = useAuditScroll({
    items,
    rowHeight,
    following: !paused,
    activeIndex,
    onReadBack: readBack,
    onReachEnd: () => paused === 'reading' && view.resume(),
  });
  const focusList = () => viewport.current?.focus({ preventScroll: true });
  const close = () => {
    if (chosen) {
      setChosen(undefined);
      // Back to its row; a row that has gone meanwhile cannot take the focus.
      if (findItem(items, chosen) === -1) {
        focusList();
      } else {
        focus(chosen);
      }
    }
  };
  const follow = () => {
    view.resume();
    // The button that was pressed goes.
    focusList();
  };
  const onKeyDown = useRowKeys(activeRow, {
    items,
    reveal: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () =>
      Math.max(
        1,
        Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 1,
      ),
    onReadBack: readBack,
    onFollow: view.resume,
    onEscape: close,
  });

  const latestFilter = useLatest(onFilter);
  const callbacks = useMemo<RowCallbacks>(
    () => ({
      onChoose: item => {
        readBack();
        setActive(item);
        setChosen(old => (old?.id === item.id ? undefined : item));
      },
      onFilter: change => {
        latestFilter.current(change);
        // What was clicked may be gone with the lines that do not pass.
        viewport.current?.focus({ preventScroll: true });
      },
      onFocused,
    }),
    [readBack, setActive, onFocused, latestFilter, viewport],
  );

  return (
    <>
      <div className={classes.frame} ref={frame}>
        {format !== 'raw' && !narrow && <AuditHead format={format} />}
        {/* The log must be reachable by keyboard to be scrolled. It moves too fast to be read aloud by itself. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={viewport}
          className={classes.list}
          role="log"
          aria-live="off"
          aria-label={t('audit.list.label')}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={onScroll}
          onWheel={onWheel}
          onKeyDown={onKeyDown}
        >
          {items.length === 0 ? (
            empty
          ) : (
            <AuditRows
              items={items}
              virtualizer={virtualizer}
              rowHeight={rowHeight}
              activeRow={activeRow}
              chosen={chosen}
              format={format}
              narrow={narrow}
              detailsId={detailsId}
              callbacks={callbacks}
            />
          )}
        </div>
        {paused && <NewestButton view={view} onClick={follow} />}
      </div>
      {chosen && (
        <AuditDetails
          id={detailsId}
          view={view}
          chosen={chosen}
          raw={format === 'raw'}
          onFilter={onFilter}
          onClose={close}
        />
      )}
    </>
  );
};
