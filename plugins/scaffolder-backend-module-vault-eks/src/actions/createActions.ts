import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { DeployMetrics } from '../metrics/DeployMetrics';
import type { RegisterCluster } from '../registerCluster';
import type { OwnsNamespace } from '../namespaceOwners';
import type { UnregisterCluster } from '../unregisterCluster';
import type { UntilInCatalog } from '../untilInCatalog';
import { createAppOffboardAction } from './createAppOffboardAction';
import { createAppOnboardAction } from './createAppOnboardAction';
import { createAuditEnableAction } from './createAuditEnableAction';
import { createAwsProvisionAction } from './createAwsProvisionAction';
import { createClusterDeployAction } from './createClusterDeployAction';
import { createClusterDestroyAction } from './createClusterDestroyAction';
import { createClusterDriftAction } from './createClusterDriftAction';
import { createClusterPlanAction } from './createClusterPlanAction';
import { createClusterRegisterAction } from './createClusterRegisterAction';
import { createClusterVerifyAction } from './createClusterVerifyAction';
import { createEndpointsEnsureAction } from './createEndpointsEnsureAction';
import { createHelmInstallAction } from './createHelmInstallAction';
import { createKeyEnsureAction } from './createKeyEnsureAction';
import { createProviderEnsureAction } from './createProviderEnsureAction';
import { createRoleEnsureAction } from './createRoleEnsureAction';
import { createTableEnsureAction } from './createTableEnsureAction';
import { createTlsIssueAction } from './createTlsIssueAction';
import { createTlsRenewAction } from './createTlsRenewAction';
import { createVaultConfigureAction } from './createVaultConfigureAction';
import { createVaultInitAction } from './createVaultInitAction';

/** Every action, in the order in which people meet them. */
export function createActions(services: {
  readonly deployMetrics?: DeployMetrics;
  readonly vaultEks: VaultEks;
  readonly registerCluster: RegisterCluster;
  readonly unregisterCluster: UnregisterCluster;
  readonly untilInCatalog: UntilInCatalog;
  readonly ownsNamespace: OwnsNamespace;
}) {
  const {
    deployMetrics,
    vaultEks,
    registerCluster,
    unregisterCluster,
    untilInCatalog,
    ownsNamespace,
  } = services;
  return [
    createClusterPlanAction({ vaultEks }),
    createClusterDeployAction({ deployMetrics, vaultEks }),
    createClusterVerifyAction({ vaultEks }),
    createClusterRegisterAction({ registerCluster, untilInCatalog }),
    createClusterDriftAction({ vaultEks }),
    createClusterDestroyAction({ vaultEks, unregisterCluster }),
    createAwsProvisionAction({ vaultEks }),
    createTableEnsureAction({ vaultEks }),
    createKeyEnsureAction({ vaultEks }),
    createEndpointsEnsureAction({ vaultEks }),
    createProviderEnsureAction({ vaultEks }),
    createRoleEnsureAction({ vaultEks }),
    createTlsIssueAction({ vaultEks }),
    createTlsRenewAction({ vaultEks }),
    createHelmInstallAction({ vaultEks }),
    createVaultInitAction({ vaultEks }),
    createAuditEnableAction({ vaultEks }),
    createVaultConfigureAction({ vaultEks }),
    createAppOnboardAction({ vaultEks, ownsNamespace }),
    createAppOffboardAction({ vaultEks, ownsNamespace }),
  ] as const;
}
