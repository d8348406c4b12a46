export { auditDevices } from './audit/auditDevices';
export { kubernetesAuth } from './auth/kubernetesAuth';
export { kubernetesRole } from './auth/kubernetesRole';
export { ADMIN_POLICY } from './auth/policies/admin';
export { operatorPolicy } from './auth/policies/operator';
export { appPolicies } from './auth/policies/app';
export { AUDITOR_POLICY } from './auth/policies/auditor';
export { CHECKER_POLICY } from './auth/policies/checker';
export { STATUS_READER_POLICY } from './auth/policies/statusReader';
export { adminRole, loginRoles, OPERATOR } from './auth/roles';
export { kubernetesAdminPath, type AdminPath } from './admin/AdminPath';
export { awsAdminPath } from './admin/awsAdminPath';
export { awsAdminRole } from './auth/aws/awsAdminRole';
export { awsAuth } from './auth/aws/awsAuth';
export { isAmong } from './auth/aws/canonicalPrincipal';
export { appProof } from './onboarding/appProof';
export { appRole } from './onboarding/appRole';
export { appNames } from './onboarding/appNames';
export { appsMount } from './onboarding/appsMount';
export { vaultPolicy } from './auth/vaultPolicy';
export type { Custody, CustodyRecord } from './custody/Custody';
export { createSecretsManagerCustody } from './custody/createSecretsManagerCustody';
export { heldRootToken } from './custody/heldRootToken';
export { readHolderKeys } from './custody/pgp/readHolderKeys';
export type { TransientSecret } from './custody/TransientSecret';
export { createTransientSecret } from './custody/createTransientSecret';
export { initialisation } from './initialisation/initialisation';
export { keepLeader } from './rollOut/keepLeader';
export {
  createOthersVault,
  type OthersVault,
} from './othersVault/OthersVault';
export { orNotDone } from './othersVault/orNotDone';
export { unlessNotDone } from './othersVault/unlessNotDone';
export { reinitialisation } from './reinitialisation/reinitialisation';
export { podsUpToDate } from './rollOut/podsUpToDate';
export { rootTokenRetired } from './rootTokenRetired';
export { createVaultSession, type VaultSession } from './session/VaultSession';
export { verification } from './verification/verification';
