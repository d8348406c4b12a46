import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useMemo, useState } from 'react';

/** Who stopped the view: the button, or reading back in the list. */
export type PauseCause = 'button' | 'reading';

/** The rows to show, held still while paused. */
export interface PausableView {
  readonly shown: readonly AuditTailRow[];
  readonly paused?: PauseCause;
  /** Rows that came since the pause and would be shown. */
  readonly newCount: number;
  readonly pause: (cause: PauseCause) => void;
  readonly resume: () => void;
}

function rowsAfter(
  entries: readonly AuditTailRow[],
  last: AuditTailRow | undefined,
): readonly AuditTailRow[] {
  const index = last
    ? entries.map(({ line }) => line.id).lastIndexOf(last.line.id)
    : -1;
  return entries.slice(index + 1);
}

/** Filters the rows of a tail, and holds them still while somebody reads. */
export function usePausableView(
  entries: readonly AuditTailRow[],
  filter: AuditFilter,
): PausableView {
  const [held, setHeld] = useState<{
    cause: PauseCause;
    entries: readonly AuditTailRow[];
  }>();
  const source = held?.entries ?? entries;
  const shown = useMemo(
    () => source.filter(entry => matchesAuditFilter(entry, filter)),
    [source, filter],
  );
  const newCount = useMemo(() => {
    if (!held) {
      return 0;
    }
    const last = held.entries[held.entries.length - 1];
    return rowsAfter(entries, last).filter(entry =>
      matchesAuditFilter(entry, filter),
    ).length;
  }, [held, entries, filter]);

  const pause = useCallback(
    (cause: PauseCause) =>
      setHeld(current => ({ entries: current?.entries ?? entries, cause })),
    [entries],
  );
  const resume = useCallback(() => setHeld(undefined), []);
  return { shown, paused: held?.cause, newCount, pause, resume };
}
