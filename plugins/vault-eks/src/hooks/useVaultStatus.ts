import { useApi } from '@backstage/core-plugin-api';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';
import { useRefreshOnSignal } from './useRefreshOnSignal';

const POLL_MS = 5_000;

/** The status of a Vault, fresh within seconds, and at once when the portal signals a change of it. */
export function useVaultStatus(
  entityRef: string,
  options: { readonly enabled: boolean },
): Polled<VaultClusterStatus> {
  const { enabled } = options;
  const api = useApi(vaultEksApiRef);
  const load = useMemo(
    () =>
      enabled
        ? (signal: AbortSignal) => api.getStatus(entityRef, { signal })
        : undefined,
    [api, entityRef, enabled],
  );
  const polled = usePolling(load, POLL_MS);
  useRefreshOnSignal(polled.refresh, entityRef);
  return polled;
}
