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
