import { useApi } from '@backstage/core-plugin-api';
import type { StatusTransitions } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';
import { useRefreshOnSignal } from './useRefreshOnSignal';

const POLL_MS = 30_000;

/** The newest changes of a Vault's leader, at most a hundred. */
export function useLeaderChanges(entityRef: string): Polled<StatusTransitions> {
  const api = useApi(vaultEksApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listTransitions({
        entityRef,
        kinds: ['leader-changed'],
        limit: 100,
        signal,
      }),
    [api, entityRef],
  );
  const polled = usePolling(load, POLL_MS);
  useRefreshOnSignal(polled.refresh, entityRef);
  return polled;
}
