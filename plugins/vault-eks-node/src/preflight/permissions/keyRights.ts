import { tags } from './RequiredPermission';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

const SOME_KEY = 'key/00000000-0000-0000-0000-000000000000';

/** Rights on the seal key: to make it, and then on what carries our tag. */
export const keyRights = (
  { spec, names, ownership }: PermissionScope,
  on: Namer,
): Rights[] => {
  const { brought, had } = tags(ownership.owner);
  const key = on('kms', SOME_KEY);
  const looked = ['kms:DescribeKey', 'kms:ListResourceTags'];
  if (spec.seal.keyId) {
    return [
      { resource: key, actions: looked },
      {
        use: 'verify',
        resource: key,
        actions: ['kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
      },
    ];
  }
  return [
    {
      resource: '*',
      context: brought,
      actions: ['kms:CreateKey', 'kms:TagResource'],
    },
    {
      resource: key,
      context: had,
      actions: [
        ...looked,
        'kms:CreateAlias',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListGrants',
        'kms:PutKeyPolicy',
        'kms:UpdateKeyDescription',
      ],
    },
    { resource: on('kms', names.keyAlias), actions: ['kms:CreateAlias'] },
    {
      use: 'destroy',
      resource: key,
      context: had,
      actions: ['kms:DeleteAlias', 'kms:ScheduleKeyDeletion'],
    },
    {
      use: 'destroy',
      resource: on('kms', names.keyAlias),
      actions: ['kms:DeleteAlias'],
    },
  ];
};
