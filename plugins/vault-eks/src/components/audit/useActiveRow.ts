import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import type { AuditItem } from '../../audit/AuditItem';
import { findItem } from '../../audit/findItem';
import type { RowWindow } from '../../audit/RowRing';

/** What the arrow keys move over, and who is told. */
export interface ActiveRowOptions {
  readonly items: RowWindow<AuditItem>;
  /** Brings a row into the page, so that it can take the focus. */
  readonly reveal: (index: number) => void;
  /** Rows that one page holds. */
  readonly pageSize: () => number;
  readonly onReadBack: () => void;
  readonly onFollow: () => void;
  readonly onEscape: () => void;
}

/** The row that the keyboard is on. Rows come and go while one scrolls, so it is known by its item. */
export function useActiveRow(items: RowWindow<AuditItem>) {
  const [active, setActive] = useState<AuditItem>();
  const focusWanted = useRef(false);
  const activeIndex = active ? findItem(items, active) : -1;

  const focus = useCallback((item: AuditItem) => {
    focusWanted.current = true;
    // A new object even for the same row: it must be painted to take the focus.
    setActive({ ...item });
  }, []);
  const onFocused = useCallback(() => {
    focusWanted.current = false;
  }, []);

  return {
    activeIndex,
    setActive,
    focus,
    onFocused,
    wantsFocus: (index: number) => index === activeIndex && focusWanted.current,
  };
}

/** Moves over the rows by arrow keys, pages, Home and End; End goes on to follow the newest. */
export function useRowKeys(
  { activeIndex, focus }: ReturnType<typeof useActiveRow>,
  options: ActiveRowOptions,
) {
  const { items, reveal, pageSize, onReadBack, onFollow, onEscape } = options;
  const moveTo = (index: number) => {
    const bounded = Math.max(0, Math.min(index, items.length - 1));
    const target = items.at(bounded);
    if (target) {
      onReadBack();
      focus(target);
      reveal(bounded);
    }
  };

  return (event: KeyboardEvent) => {
    const from = activeIndex === -1 ? items.length : activeIndex;
    const moves: Record<string, () => void> = {
      ArrowUp: () => moveTo(from - 1),
      ArrowDown: () => moveTo(from + 1),
      PageUp: () => moveTo(from - pageSize()),
      PageDown: () => moveTo(from + pageSize()),
      Home: () => moveTo(0),
      End: onFollow,
      Escape: onEscape,
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (move) {
      event.preventDefault();
      move();
    }
  };
}
