import { useApi } from '@backstage/core-plugin-api';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useMemo, useState } from 'react';
import { vaultEksApiRef } from '../api';
import { AuditTail } from '../audit/AuditTail';

const HISTORY = 200;
/** A tail of usual lines reaches the rows first, at some 200 MB of memory. */
const LIMITS = { rows: 100_000, characters: 200_000_000 };

/** Follows the audit log of a Vault; a changed filter starts anew, with the history that passes it. */
export function useAuditTail(
  entityRef: string,
  filter: AuditFilter,
): { readonly tail: AuditTail; readonly retry: () => void } {
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
        limits: LIMITS,
      }),
    // A retry is a new tail on purpose.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, entityRef, filterKey, attempt],
  );
  useEffect(() => {
    tail.start();
    return () => tail.stop();
  }, [tail]);
  return { tail, retry: () => setAttempt(n => n + 1) };
}
