import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Rights on the DynamoDB table. */
export const tableRights = (
  { names }: PermissionScope,
  on: Namer,
): Rights[] => {
  const resource = on('dynamodb', `table/${names.table}`);
  return [
    {
      resource,
      actions: [
        'dynamodb:CreateTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:ListTagsOfResource',
        'dynamodb:TagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTable',
      ],
    },
    {
      // The names of its items, never their values: whether anything is in it that an initialisation does not make.
      use: 'mend',
      resource,
      context: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      actions: ['dynamodb:Scan'],
    },
    {
      // When the lock of the leader runs out.
      use: 'verify',
      resource,
      context: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      actions: ['dynamodb:GetItem'],
    },
    { use: 'destroy', resource, actions: ['dynamodb:DeleteTable'] },
  ];
};
