import { useApi } from '@backstage/core-plugin-api';
import type {
  StatusTransitions,
  TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo } from 'react';
import { vaultEksApiRef } from '../api';
import { usePolling, type Polled } from './usePolling';
import { useRefreshOnSignal } from './useRefreshOnSignal';

const POLL_MS = 30_000;

/** Which changes to follow; `kinds` must be the same array every time. */
export interface TransitionsWanted {
  readonly entityRef: string;
  readonly kinds: readonly TransitionKind[];
  readonly limit: number;
  /** Nothing is asked while this is false. */
  readonly enabled?: boolean;
}

/** The newest changes of a Vault that are of these kinds. */
export function useTransitions({
  entityRef,
  kinds,
  limit,
  enabled = true,
}: TransitionsWanted): Polled<StatusTransitions> {
  const api = useApi(vaultEksApiRef);
  const load = useMemo(
    () =>
      enabled
        ? (signal: AbortSignal) =>
            api.listTransitions({ entityRef, kinds, limit, signal })
        : undefined,
    [api, entityRef, kinds, limit, enabled],
  );
  const polled = usePolling(load, POLL_MS);
  useRefreshOnSignal(polled.refresh, entityRef);
  return polled;
}
