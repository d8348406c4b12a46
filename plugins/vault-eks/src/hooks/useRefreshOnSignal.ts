import { useSignal } from '@backstage/plugin-signals-react';
import { VAULT_EKS_STATUS_TOPIC } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useRef } from 'react';

/** A storm of changes makes a page ask again this often at most. */
const GAP_MS = 1_000;

/**
 * Refreshes when the portal signals a change, of one entity or of any; says whether signals can come at all. The first
 * signal is followed at once, and what follows within a second together.
 */
export function useRefreshOnSignal(
  refresh: () => void,
  entityRef?: string,
): boolean {
  const { lastSignal, isSignalsAvailable } = useSignal(VAULT_EKS_STATUS_TOPIC);
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    if (
      !lastSignal ||
      (entityRef !== undefined && lastSignal.entityRef !== entityRef)
    ) {
      return;
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      last.current = Date.now();
      refresh();
    }, Math.max(0, last.current + GAP_MS - Date.now()));
  }, [lastSignal, entityRef, refresh]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return isSignalsAvailable;
}
