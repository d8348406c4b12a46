import { useApi } from '@backstage/core-plugin-api';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { vaultEksApiRef } from '../api';
import { AuditTail, type TailSnapshot } from '../audit/AuditTail';

const HISTORY = 200;
const CAPACITY = 5_000;

/** Follows the audit log of a Vault; a changed filter starts anew, with the history that passes it. */
export function useAuditTail(
  entityRef: string,
  filter: AuditFilter,
): TailSnapshot & { readonly retry: () => void } {
  const api = useApi(vaultEksApiRef);
  const [attempt, setAttempt] = useState(0);
  const filterKey = JSON.stringify(filter);
  const tail = useMemo(
    () =>
      new AuditTail({
        api,
        entityRef,
        filter: JSON.parse(filterKey),
        history: HISTORY,
        capacity: CAPACITY,
      }),
    // A retry is a new tail on purpose.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, entityRef, filterKey, attempt],
  );
  useEffect(() => {
    tail.start();
    return () => tail.stop();
  }, [tail]);
  const snapshot = useSyncExternalStore(tail.subscribe, tail.getSnapshot);
  return { ...snapshot, retry: () => setAttempt(n => n + 1) };
}
