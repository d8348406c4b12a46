import type { NamespacedAccessPolicy } from '../../world';

/** Who makes a request, as the API server sees them. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  /** ARNs of EKS access policies that the access entry grants. */
  readonly accessPolicies?: readonly string[];
  /** EKS access policies that the access entry grants in some namespaces. */
  readonly namespacedAccessPolicies?: readonly NamespacedAccessPolicy[];
}

/** A request without credentials. */
export const ANONYMOUS: UserInfo = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
};
