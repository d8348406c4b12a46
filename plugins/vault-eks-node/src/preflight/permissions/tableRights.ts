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
    { use: 'destroy', resource, actions: ['dynamodb:DeleteTable'] },
  ];
};
