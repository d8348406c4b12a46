import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { ClusterAccess } from '../access/ClusterAccess';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusOf } from '../status/createStatusOf';

/** What the agent actions work with. */
export interface AgentParts {
  readonly access: ClusterAccess;
  readonly actionsRegistry: ActionsRegistryService;
  readonly auditor: AuditorService;
  readonly auth: Pick<AuthService, 'isPrincipal'>;
  readonly logger: LoggerService;
  readonly registry: Pick<ClusterRegistry, 'list'>;
  readonly shutdown: AbortSignal;
  readonly statusOf: StatusOf;
  readonly vaultEks: Pick<VaultEks, 'plan' | 'tailAudit'>;
}

/** They look, and looking twice is as good as once. */
export const READ_ONLY = {
  readOnly: true,
  idempotent: true,
  destructive: false,
} as const;

/**
 * The person in whose name an agent asks.
 *
 * @throws NotAllowedError for a service
 */
export function personOf(
  auth: Pick<AuthService, 'isPrincipal'>,
  credentials: BackstageCredentials,
): string {
  if (!auth.isPrincipal(credentials, 'user')) {
    throw new NotAllowedError('Ask in the name of a person who is signed in');
  }
  return credentials.principal.userEntityRef;
}
