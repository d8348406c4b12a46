import { useApi } from '@backstage/core-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import {
  VAULT_EKS_STATUS_TOPIC,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useEffect } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';

const POLL_MS = 5_000;

/** The status of a Vault, fresh within seconds, and at once when the portal signals a change of seal or leader. */
export function useVaultStatus(entityRef: string): Polled<VaultClusterStatus> {
  const api = useApi(vaultEksApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getStatus(entityRef, { signal }),
    [api, entityRef],
  );
  const polled = usePolling(load, POLL_MS);

  const { lastSignal } = useSignal(VAULT_EKS_STATUS_TOPIC);
  const { refresh } = polled;
  useEffect(() => {
    if (lastSignal?.entityRef === entityRef) {
      refresh();
    }
  }, [lastSignal, entityRef, refresh]);
  return polled;
}
