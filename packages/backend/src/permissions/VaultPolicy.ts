import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  vaultEksAuditReadPermission,
  vaultEksClusterManagePermission,
  vaultEksPermissions,
} from '@vault-eks/backstage-plugin-vault-eks-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Owners read the audit log of their Vaults and manage them. Everybody who is signed in reads the status, fills in the
 * form and registers a new Vault; who may deploy one is the scaffolder's to decide. Other permissions are allowed:
 * put the decisions of your own policy there.
 */
export class VaultPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!vaultEksPermissions.some(ours => isPermission(permission, ours))) {
      return ALLOW;
    }
    if (!user) {
      return DENY;
    }
    if (
      isPermission(permission, vaultEksAuditReadPermission) ||
      isPermission(permission, vaultEksClusterManagePermission)
    ) {
      return createCatalogConditionalDecision(
        permission,
        catalogConditions.isEntityOwner({
          claims: user.info.ownershipEntityRefs,
        }),
      );
    }
    return ALLOW;
  }
}
