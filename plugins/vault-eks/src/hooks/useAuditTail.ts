import { useApi } from '@backstage/core-plugin-api';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useMemo, useRef, useState } from 'react';
import { vaultEksApiRef } from '../api';
import { AuditTail } from '../audit/AuditTail';
import type { AuditView } from '../audit/AuditView';

const HISTORY = 200;
/** A tail of usual lines reaches the rows first, at some 200 MB of memory. */
const LIMITS = { rows: 100_000, characters: 200_000_000 };

/** What to follow, and where it is shown. */
export interface AuditTailHookOptions {
  readonly entityRef: string;
  readonly filter: AuditFilter;
  readonly view: AuditView;
}

/**
 * Follows the audit log of a Vault into a view. With a narrower filter the lines that are here stay, where enough of
 * them pass; any other filter starts anew, with the history that passes it.
 */
export function useAuditTail({
  entityRef,
  filter,
  view,
}: AuditTailHookOptions) {
  const api = useApi(vaultEksApiRef);
  const [attempt, setAttempt] = useState(0);
  const filterKey = JSON.stringify(filter);
  const last = useRef<AuditTail>();
  const tail = useMemo(
    () => {
      const options = {
        api,
        entityRef,
        filter: JSON.parse(filterKey),
        history: HISTORY,
        limits: LIMITS,
      };
      const enough = view.getSnapshot().items.length >= HISTORY;
      return (
        (enough && last.current?.narrowed(options)) || new AuditTail(options)
      );
    },
    // A retry is a new tail on purpose.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, entityRef, filterKey, attempt, view],
  );
  useEffect(() => {
    last.current = tail;
    tail.start();
    const unfollow = view.follow(tail);
    return () => {
      unfollow();
      tail.stop();
    };
  }, [tail, view]);
  return { tail, retry: () => setAttempt(n => n + 1) };
}
