import { ADOPTED_TAG } from '../../resources/aws/ownership';
import { SOME_ID, tags } from './RequiredPermission';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Rights on the security group of the interface endpoints and its rules. */
function groupRights(
  { network, ownership }: PermissionScope,
  on: Namer,
): Rights[] {
  const { brought, had } = tags(ownership.owner);
  const group = on('ec2', `security-group/sg-${SOME_ID}`);
  return [
    {
      resource: on('ec2', `vpc/${network.vpcId}`),
      actions: ['ec2:CreateSecurityGroup'],
    },
    {
      resource: group,
      context: { ...brought, 'ec2:CreateAction': 'CreateSecurityGroup' },
      actions: ['ec2:CreateSecurityGroup', 'ec2:CreateTags'],
    },
    {
      resource: group,
      context: had,
      actions: ['ec2:AuthorizeSecurityGroupIngress'],
    },
    {
      resource: on('ec2', `security-group-rule/sgr-${SOME_ID}`),
      context: {
        ...brought,
        'ec2:CreateAction': 'AuthorizeSecurityGroupIngress',
      },
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateTags'],
    },
    {
      use: 'mend',
      resource: group,
      context: had,
      actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:CreateTags'],
    },
    {
      use: 'destroy',
      resource: group,
      context: had,
      actions: ['ec2:DeleteSecurityGroup'],
    },
  ];
}

/** Rights on the endpoints that are made. */
function madeRights(
  { spec, network, ownership }: PermissionScope,
  on: Namer,
): Rights[] {
  const { brought, had } = tags(ownership.owner);
  const { kms, sts, privateDns } = spec.endpoints;
  const endpoint = on('ec2', `vpc-endpoint/vpce-${SOME_ID}`);
  return [
    {
      resource: on('ec2', `vpc/${network.vpcId}`),
      actions: ['ec2:CreateVpcEndpoint'],
    },
    {
      resource: endpoint,
      context: { ...brought, 'ec2:CreateAction': 'CreateVpcEndpoint' },
      actions: ['ec2:CreateVpcEndpoint', 'ec2:CreateTags'],
    },
    { resource: endpoint, context: had, actions: ['ec2:ModifyVpcEndpoint'] },
    {
      use: 'mend',
      resource: endpoint,
      context: had,
      actions: ['ec2:CreateTags'],
    },
    ...(privateDns && [kms, sts].includes('create')
      ? [{ resource: '*', actions: ['route53:AssociateVPCWithHostedZone'] }]
      : []),
    {
      use: 'destroy',
      resource: endpoint,
      context: had,
      actions: ['ec2:DeleteVpcEndpoints'],
    },
  ];
}

/** Rights on a gateway endpoint of others that gets what it lacks. */
function adoptionRights({ ownership }: PermissionScope, on: Namer): Rights[] {
  const { brought, had } = tags(ownership.owner);
  const resource = on('ec2', `vpc-endpoint/vpce-${SOME_ID}`);
  const adopting = { [`aws:RequestTag/${ADOPTED_TAG}`]: 'now' };
  return [
    {
      resource,
      context: { ...brought, ...adopting },
      actions: ['ec2:CreateTags'],
    },
    { resource, context: had, actions: ['ec2:ModifyVpcEndpoint'] },
  ];
}

/** Rights on the VPC endpoints and their security group. */
export const endpointRights = (scope: PermissionScope, on: Namer): Rights[] => {
  const { spec } = scope;
  const { dynamodb, kms, sts, types } = spec.endpoints;
  const gateway = types.dynamodb === 'gateway';
  const interfaces = gateway ? [kms, sts] : [kms, sts, dynamodb];
  return [
    ...([dynamodb, kms, sts].includes('create') ? madeRights(scope, on) : []),
    ...(interfaces.includes('create') ? groupRights(scope, on) : []),
    ...(gateway && dynamodb === 'existing' && spec.adopt
      ? adoptionRights(scope, on)
      : []),
  ];
};
