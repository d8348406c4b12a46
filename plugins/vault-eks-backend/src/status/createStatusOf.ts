import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  vaultEksStatusReadPermission,
  type VaultClusterRef,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { publicError, publicReason } from '../http/publicError';
import type { StatusReader } from './StatusReader';

/** The status of the Vault behind an entity, for someone who may see it. */
export type StatusOf = (
  entityRef: string,
  credentials: BackstageCredentials,
) => Promise<VaultClusterStatus>;

/**
 * Asks the policy first; what goes wrong after that is told without its insides. Of a cluster that cannot be reached
 * it gives what the monitor saw last, marked as stale.
 */
export function createStatusOf(options: {
  readonly access: ClusterAccess;
  readonly logger: LoggerService;
  readonly lastSeen?: (
    ref: VaultClusterRef,
  ) => Promise<VaultClusterStatus | undefined>;
  readonly statuses: StatusReader;
}): StatusOf {
  const { access, lastSeen, logger, statuses } = options;
  return async (entityRef, credentials) => {
    const ref = await access.vaultOf(
      vaultEksStatusReadPermission,
      entityRef,
      credentials,
    );
    try {
      return await statuses.read(ref);
    } catch (error) {
      const shown = publicError({
        error,
        doing: `Reading the status of ${entityRef}`,
        logger,
      });
      const last = await lastSeen?.(ref);
      if (!last) {
        throw shown;
      }
      const reason = publicReason(error) ?? 'it could not be read';
      return { ...last, stale: { reason } };
    }
  };
}
