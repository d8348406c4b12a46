import { useApi } from '@backstage/core-plugin-api';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useState } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';
import { useRefreshOnSignal } from './useRefreshOnSignal';

/** Signals tell of changes of state; that a Vault came or went, and of a finding, only asking does. */
const POLL_WITH_SIGNALS_MS = 60_000;
const POLL_MS = 15_000;

/** The clusters that the portal knows with what its monitor last saw, live where the portal has signals. */
export function useClusters(): Polled<FleetCluster[]> {
  const api = useApi(vaultEksApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.listClusters({ signal }),
    [api],
  );
  const [live, setLive] = useState(false);
  const polled = usePolling(load, live ? POLL_WITH_SIGNALS_MS : POLL_MS);
  const available = useRefreshOnSignal(polled.refresh);
  if (available !== live) {
    setLive(available);
  }
  return polled;
}
