import { issuerHostPath } from '../../resources/aws';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Rights on the OIDC provider and the role of Vault. */
export const identityRights = (
  { spec, names, cluster }: PermissionScope,
  on: Namer,
): Rights[] => {
  const provider = on(
    'iam',
    `oidc-provider/${issuerHostPath(cluster.oidcIssuer ?? '')}`,
  );
  const role = on('iam', `role${spec.role.path}${names.role}`);
  return [
    {
      resource: provider,
      actions: [
        'iam:AddClientIDToOpenIDConnectProvider',
        'iam:CreateOpenIDConnectProvider',
        'iam:GetOpenIDConnectProvider',
        'iam:TagOpenIDConnectProvider',
      ],
    },
    {
      resource: role,
      actions: [
        'iam:CreateRole',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UpdateAssumeRolePolicy',
      ],
    },
    {
      use: spec.role.permissionsBoundary ? 'deploy' : 'mend',
      resource: role,
      actions: ['iam:PutRolePermissionsBoundary'],
    },
    {
      use: 'mend',
      resource: role,
      actions: [
        'iam:DeleteRolePermissionsBoundary',
        'iam:DetachRolePolicy',
        'iam:UpdateRoleDescription',
      ],
    },
    {
      use: 'mend',
      resource: '*',
      actions: ['iam:ListOpenIDConnectProviders'],
    },
    {
      // Only once the cluster is gone: until then other workloads may rely on it.
      use: 'destroy',
      resource: provider,
      actions: ['iam:DeleteOpenIDConnectProvider'],
    },
    {
      use: 'destroy',
      resource: role,
      actions: ['iam:DeleteRole', 'iam:DeleteRolePolicy'],
    },
  ];
};
