import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ADMIN_POLICY } from './policies/admin';
import { OPERATOR_POLICY } from './policies/operator';

/** Where the Kubernetes auth method is mounted: the injector's agents expect it here. */
export const AUTH_PATH = 'kubernetes';

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
  policy: OPERATOR_POLICY.name,
  tokenType: 'batch',
  ttlSeconds: 600,
};

/** The role by which people with tokens of the named service account administer Vault. */
export function adminRole(spec: Pick<VaultClusterSpec, 'admin'>): LoginRole {
  return {
    name: 'vault-eks-admin',
    serviceAccount: spec.admin.serviceAccount,
    policy: ADMIN_POLICY.name,
    tokenType: 'default',
    ttlSeconds: 3600,
  };
}
