import { useApi } from '@backstage/core-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import {
  VAULT_EKS_STATUS_TOPIC,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useMemo } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';

const POLL_MS = 5_000;

/** How often to ask, and how many may ask at a time. */
export interface StatusPolling {
  readonly intervalMs?: number;
  readonly limit?: <T>(task: () => Promise<T>) => Promise<T>;
}

const unlimited = <T>(task: () => Promise<T>) => task();

/** The status of a Vault, fresh within seconds, and at once when the portal signals a change of seal or leader. */
export function useVaultStatus(
  entityRef: string,
  options: StatusPolling & { readonly enabled: boolean },
): Polled<VaultClusterStatus> {
  const { enabled, intervalMs = POLL_MS, limit = unlimited } = options;
  const api = useApi(vaultEksApiRef);
  const load = useMemo(
    () =>
      enabled
        ? (signal: AbortSignal) =>
            limit(async () => {
              signal.throwIfAborted();
              return api.getStatus(entityRef, { signal });
            })
        : undefined,
    [api, entityRef, enabled, limit],
  );
  const polled = usePolling(load, intervalMs);

  const { lastSignal } = useSignal(VAULT_EKS_STATUS_TOPIC);
  const { refresh } = polled;
  useEffect(() => {
    if (lastSignal?.entityRef === entityRef) {
      refresh();
    }
  }, [lastSignal, entityRef, refresh]);
  return polled;
}
