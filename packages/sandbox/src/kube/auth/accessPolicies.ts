import type { UserInfo } from './UserInfo';
import type { PolicyRule } from './rules';

const EVERYTHING: PolicyRule[] = [
  {
    verbs: ['*'],
    apiGroups: ['*'],
    resources: ['*'],
    resourceNames: [],
    nonResourceURLs: [],
  },
  {
    verbs: ['*'],
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: ['*'],
  },
];

const READ_EVERYTHING: PolicyRule[] = [
  {
    verbs: ['get', 'list', 'watch'],
    apiGroups: ['*'],
    resources: ['*'],
    resourceNames: [],
    nonResourceURLs: [],
  },
];

/** What an EKS access policy grants, told by the cluster role that it resembles. */
export function rulesOfAccessPolicy(
  arn: string,
  clusterRole: (name: string) => PolicyRule[],
): PolicyRule[] {
  switch (arn.split('/').at(-1)) {
    case 'AmazonEKSClusterAdminPolicy':
      return EVERYTHING;
    case 'AmazonEKSAdminPolicy':
      return clusterRole('admin');
    case 'AmazonEKSEditPolicy':
      return clusterRole('edit');
    case 'AmazonEKSViewPolicy':
      return clusterRole('view');
    case 'AmazonEKSAdminViewPolicy':
      return READ_EVERYTHING;
    default:
      return [];
  }
}

/** The access policies that the caller's access entry gives them in the namespace, or in the whole cluster. */
export function accessPoliciesFor(
  user: UserInfo,
  namespace: string | undefined,
): string[] {
  const here = (user.namespacedAccessPolicies ?? []).filter(
    ({ namespaces }) =>
      namespace !== undefined &&
      namespaces.some(pattern => matches(pattern, namespace)),
  );
  return [...(user.accessPolicies ?? []), ...here.map(({ arn }) => arn)];
}

function matches(pattern: string, namespace: string): boolean {
  return pattern.endsWith('*')
    ? namespace.startsWith(pattern.slice(0, -1))
    : namespace === pattern;
}
