import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type WheelEvent } from 'react';
import type { AuditItem } from '../../audit/AuditItem';
import type { RowWindow } from '../../audit/RowRing';

/** Closer to the end than this, in pixels, counts as being there. */
const END_SLACK = 24;

/** What moves the list, and who is told when a person moves it. */
export interface AuditScrollOptions {
  readonly items: RowWindow<AuditItem>;
  readonly rowHeight: number;
  readonly following: boolean;
  /** Stays in the page wherever one scrolls, lest the focus on it be lost; -1 for none. */
  readonly activeIndex: number;
  readonly onReadBack: () => void;
  readonly onReachEnd: () => void;
}

/** Keeps the newest line in sight while following, and tells when a person scrolls away from it or back to it. */
export function useAuditScroll({
  items,
  rowHeight,
  following,
  activeIndex,
  onReadBack,
  onReachEnd,
}: AuditScrollOptions) {
  const viewport = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    rangeExtractor: range => {
      const indexes = defaultRangeExtractor(range);
      return activeIndex === -1 || indexes.includes(activeIndex)
        ? indexes
        : [...indexes, activeIndex].sort((a, b) => a - b);
    },
  });

  // Heights are kept until the list is told that they are others.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  useLayoutEffect(() => {
    const element = viewport.current;
    if (following && element) {
      element.scrollTop = element.scrollHeight;
    }
  }, [following, items, rowHeight]);

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

  // Said at once: the first pixels up would be taken back by the next lines.
  const onWheel = ({ deltaY }: WheelEvent) => {
    if (deltaY < 0 && (viewport.current?.scrollTop ?? 0) > 0) {
      onReadBack();
    }
  };

  return { viewport, virtualizer, onScroll, onWheel };
}
