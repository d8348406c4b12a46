import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ADMIN_POLICY } from './policies/admin';
import { AUDITOR_POLICY } from './policies/auditor';
import { CHECKER_POLICY } from './policies/checker';
import { OPERATOR_POLICY_NAME } from './policies/operator';

/** Where the Kubernetes auth method is mounted: the injector's agents expect it here. */
export const AUTH_PATH = 'kubernetes';

/** Where the AWS auth method is mounted: `vault login -method=aws` expects it here. */
export const AWS_AUTH_PATH = 'aws';

/** The audience of the service-account tokens that log in; Vault has the API server check it. */
export const LOGIN_AUDIENCE = 'vault';

/** A role of the Kubernetes auth method, bound to one service account. */
export interface LoginRole {
  readonly name: string;
  readonly serviceAccount: string;
  readonly policy: string;
  /** Batch tokens cost no write to storage and end by themselves. */
  readonly tokenType: 'batch' | 'default';
  readonly ttlSeconds: number;
}

/** The service account and role by which the product itself logs in after the first run. */
export const OPERATOR: LoginRole = {
  name: 'vault-eks-operator',
  serviceAccount: 'vault-eks-operator',
  policy: OPERATOR_POLICY_NAME,
  tokenType: 'batch',
  ttlSeconds: 600,
};

/** Name of the admin role, in the Kubernetes and in the AWS auth method. */
export const ADMIN_ROLE = 'vault-eks-admin';

/** How long an administrator's login lasts. */
export const ADMIN_TTL_SECONDS = 3600;

/** The role by which people with tokens of the named service account administer Vault. */
export function adminRole(spec: Pick<VaultClusterSpec, 'admin'>): LoginRole {
  return {
    name: ADMIN_ROLE,
    serviceAccount: spec.admin.serviceAccount,
    policy: ADMIN_POLICY.name,
    tokenType: 'default',
    ttlSeconds: ADMIN_TTL_SECONDS,
  };
}

/** The role by which people with tokens of the named service account look into the audit, and at no secret. */
export function auditorRole(spec: Pick<VaultClusterSpec, 'audit'>): LoginRole {
  return {
    name: 'vault-eks-auditor',
    serviceAccount: spec.audit.auditorServiceAccount,
    policy: AUDITOR_POLICY.name,
    tokenType: 'batch',
    ttlSeconds: 3600,
  };
}

/** The role of the pod by which a verification proves the injector. */
export const CHECKER: LoginRole = {
  name: 'vault-eks-check',
  serviceAccount: 'vault-eks-check',
  policy: CHECKER_POLICY.name,
  tokenType: 'batch',
  ttlSeconds: 300,
};

/** Every role that a deploy makes; each has a service account of its own. */
export function loginRoles(
  spec: Pick<VaultClusterSpec, 'admin' | 'audit'>,
): readonly LoginRole[] {
  return [OPERATOR, adminRole(spec), auditorRole(spec), CHECKER];
}
