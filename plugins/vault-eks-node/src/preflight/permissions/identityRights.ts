import { issuerHostPath } from '../../resources/aws';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Rights on the OIDC provider and the role of Vault. */
export const identityRights = (
  { names, cluster }: PermissionScope,
  on: Namer,
): Rights[] => {
  const provider = on(
    'iam',
    `oidc-provider/${issuerHostPath(cluster.oidcIssuer ?? '')}`,
  );
  const role = on('iam', `role/${names.role}`);
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
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UpdateAssumeRolePolicy',
      ],
    },
    {
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
