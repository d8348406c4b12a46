import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Secrets Manager appends six characters to a name. */
const SOME_SUFFIX = '-AbCdEf';

/** Rights on the secrets of the recovery keys and of the root token. */
export const secretRights = (
  { spec, names }: PermissionScope,
  on: Namer,
): Rights[] => {
  const secret = (name: string) =>
    on('secretsmanager', `secret:${name}${SOME_SUFFIX}`);
  const forever = 'secretsmanager:ForceDeleteWithoutRecovery';
  return [
    ...[names.custodySecret, names.rootTokenSecret].map(name => ({
      resource: secret(name),
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:TagResource',
        'secretsmanager:UpdateSecret',
      ],
    })),
    {
      resource: secret(names.custodySecret),
      actions: ['secretsmanager:GetResourcePolicy'],
    },
    {
      use: spec.custody.replicaRegions.length > 0 ? 'deploy' : 'mend',
      resource: secret(names.custodySecret),
      actions: ['secretsmanager:ReplicateSecretToRegions'],
    },
    {
      use: spec.custody.resourcePolicy ? 'deploy' : 'mend',
      resource: secret(names.custodySecret),
      actions: ['secretsmanager:PutResourcePolicy'],
    },
    {
      use: 'mend',
      resource: secret(names.custodySecret),
      actions: [
        'secretsmanager:DeleteResourcePolicy',
        'secretsmanager:RemoveRegionsFromReplication',
      ],
    },
    {
      resource: secret(names.rootTokenSecret),
      context: { [forever]: 'true' },
      actions: ['secretsmanager:DeleteSecret'],
    },
    {
      use: 'destroy',
      resource: secret(names.custodySecret),
      context: { [forever]: 'false' },
      actions: ['secretsmanager:DeleteSecret'],
    },
  ];
};
