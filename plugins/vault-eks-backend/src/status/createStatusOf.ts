import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  vaultEksStatusReadPermission,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { publicError } from '../http/publicError';
import type { StatusReader } from './StatusReader';

/** The status of the Vault behind an entity, for someone who may see it. */
export type StatusOf = (
  entityRef: string,
  credentials: BackstageCredentials,
) => Promise<VaultClusterStatus>;

/** Asks the policy first; what goes wrong after that is told without its insides. */
export function createStatusOf(options: {
  readonly access: ClusterAccess;
  readonly logger: LoggerService;
  readonly statuses: StatusReader;
}): StatusOf {
  const { access, logger, statuses } = options;
  return async (entityRef, credentials) => {
    const ref = await access.vaultOf(
      vaultEksStatusReadPermission,
      entityRef,
      credentials,
    );
    return statuses.read(ref).catch(error => {
      throw publicError({
        error,
        doing: `Reading the status of ${entityRef}`,
        logger,
      });
    });
  };
}
