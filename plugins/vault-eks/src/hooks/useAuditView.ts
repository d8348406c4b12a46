import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AuditTail } from '../audit/AuditTail';
import { AuditView } from '../audit/AuditView';

/** The rows of a tail that pass the filter, paired when asked to, held still while paused. */
export function useAuditView(
  tail: AuditTail,
  {
    filter,
    paired,
  }: { readonly filter: AuditFilter; readonly paired: boolean },
): AuditView {
  const [view] = useState(() => new AuditView({ filter, paired }));
  useEffect(() => view.follow(tail), [view, tail]);
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
