import { SOME_ID } from './RequiredPermission';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** What is looked at before anything is made. */
export const lookUpRights = (
  { cluster }: PermissionScope,
  on: Namer,
): Rights[] => [
  {
    resource: '*',
    actions: [
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
      'kms:ListKeys',
    ],
  },
  {
    resource: on('eks', `cluster/${cluster.name}`),
    actions: ['eks:DescribeCluster'],
  },
  {
    resource: on('eks', `addon/${cluster.name}/aws-ebs-csi-driver/${SOME_ID}`),
    actions: ['eks:DescribeAddon'],
  },
  { use: 'verify', resource: '*', actions: ['ec2:DescribeVolumes'] },
  {
    use: 'preflight',
    resource: '*',
    actions: [
      'eks:DescribeAccessEntry',
      'eks:DescribeClusterVersions',
      'eks:ListAccessEntries',
      'eks:ListAssociatedAccessPolicies',
      'sts:GetCallerIdentity',
    ],
  },
  {
    use: 'preflight',
    resource: '*',
    actions: ['iam:GetAccountSummary', 'iam:SimulatePrincipalPolicy'],
  },
];
