import { usePermission } from '@backstage/plugin-permission-react';
import {
  vaultEksStatusReadPermission,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultStatus } from './useVaultStatus';

/** A status, or why there is none. */
export type GatedStatus =
  | { readonly state: 'loading' }
  | { readonly state: 'denied' }
  | {
      readonly state: 'failed';
      readonly error: Error;
      readonly refresh: () => void;
    }
  | {
      readonly state: 'known';
      readonly status: VaultClusterStatus;
      /** Why nothing newer came. */
      readonly error?: Error;
      readonly refresh: () => void;
    };

/**
 * The status of a Vault for those who may see it. The permission check is a courtesy, so that nothing is asked in
 * vain: the backend decides.
 */
export function useGatedStatus(entityRef: string): GatedStatus {
  const permission = usePermission({
    permission: vaultEksStatusReadPermission,
    resourceRef: entityRef,
  });
  const { data, error, refresh } = useVaultStatus(entityRef, {
    enabled: permission.allowed,
  });
  if (permission.loading) {
    return { state: 'loading' };
  }
  if (!permission.allowed) {
    return { state: 'denied' };
  }
  if (data) {
    return { state: 'known', status: data, error, refresh };
  }
  return error ? { state: 'failed', error, refresh } : { state: 'loading' };
}
