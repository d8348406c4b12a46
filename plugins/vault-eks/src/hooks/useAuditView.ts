import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ProjectionOptions } from '../audit/AuditProjection';
import { AuditView } from '../audit/AuditView';

/** A view for the rows that pass the filter, paired when asked to, held still while paused. */
export function useAuditView({ filter, paired }: ProjectionOptions): AuditView {
  const [view] = useState(() => new AuditView({ filter, paired }));
  useEffect(() => view.show({ filter, paired }), [view, filter, paired]);
  return view;
}

interface Store<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => T;
}

/**
 * One part of a view or a tail. They change many times a second, so each component asks for no more than it shows.
 *
 * @param pick - must give the same value as long as nothing has changed
 */
export function usePart<T, P>(store: Store<T>, pick: (snapshot: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => pick(store.getSnapshot()));
}
