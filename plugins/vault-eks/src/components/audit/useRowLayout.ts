import { useState } from 'react';
import useMeasure from 'react-use/esm/useMeasure';
import type { AuditFormat } from './AuditFormat';

/** Below this, in rem, the columns do not fit side by side. */
const WIDE_REM = 52;
const ROW_REM = 2;
const NARROW_ROW_REM = 4.75;

function remInPixels(): number {
  const size = getComputedStyle(document.documentElement).fontSize;
  return Number.parseFloat(size) || 16;
}

/** How rows are laid out in the room there is. All rows are of one height, so that any number of them can be scrolled. */
export function useRowLayout(format: AuditFormat) {
  const [frame, { width }] = useMeasure<HTMLDivElement>();
  const [rem] = useState(remInPixels);
  // Not measured yet: most screens are wide.
  const narrow = width > 0 && width < WIDE_REM * rem;
  return {
    frame,
    narrow,
    rowHeight: (narrow && format !== 'raw' ? NARROW_ROW_REM : ROW_REM) * rem,
  };
}
