import { useVirtualizer } from '@tanstack/react-virtual';
import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useLayoutEffect, useRef } from 'react';
import type { AuditFormat } from './AuditFormat';

const ROW_HEIGHT = 32;
const NARROW_ROW_HEIGHT = 56;
/** Closer to the end than this counts as being there. */
const END_SLACK = 24;

/** What moves the list, and who is told when a person moves it. */
export interface AuditScrollOptions {
  readonly entries: readonly AuditTailRow[];
  readonly format: AuditFormat;
  readonly narrow: boolean;
  readonly following: boolean;
  readonly onReadBack: () => void;
  readonly onReachEnd: () => void;
}

/** Keeps the newest line in sight while following, and tells when a person scrolls away from it or back to it. */
export function useAuditScroll({
  entries,
  format,
  narrow,
  following,
  onReadBack,
  onReachEnd,
}: AuditScrollOptions) {
  const viewport = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
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

  return { viewport, virtualizer, onScroll };
}
