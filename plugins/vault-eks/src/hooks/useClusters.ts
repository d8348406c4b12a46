import { useApi } from '@backstage/core-plugin-api';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';

const POLL_MS = 15_000;

/** The clusters in the portal's registry. */
export function useClusters(): Polled<RegisteredCluster[]> {
  const api = useApi(vaultEksApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.listClusters({ signal }),
    [api],
  );
  return usePolling(load, POLL_MS);
}
