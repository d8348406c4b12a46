import { SOME_ID, tags } from './RequiredPermission';
import type { Namer, PermissionScope, Rights } from './RequiredPermission';

/** Rights on the VPC endpoints and their security group. */
export const endpointRights = (
  { spec, network, ownership }: PermissionScope,
  on: Namer,
): Rights[] => {
  const { dynamodb, kms, sts, privateDns } = spec.endpoints;
  if (![dynamodb, kms, sts].includes('create')) {
    return [];
  }
  const { brought, had } = tags(ownership.owner);
  const endpoint = on('ec2', `vpc-endpoint/vpce-${SOME_ID}`);
  const group = on('ec2', `security-group/sg-${SOME_ID}`);
  const made = ['ec2:CreateSecurityGroup', 'ec2:CreateVpcEndpoint'];
  return [
    { resource: on('ec2', `vpc/${network.vpcId}`), actions: made },
    {
      resource: endpoint,
      context: { ...brought, 'ec2:CreateAction': 'CreateVpcEndpoint' },
      actions: ['ec2:CreateVpcEndpoint', 'ec2:CreateTags'],
    },
    { resource: endpoint, context: had, actions: ['ec2:ModifyVpcEndpoint'] },
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
    ...(privateDns
      ? [{ resource: '*', actions: ['route53:AssociateVPCWithHostedZone'] }]
      : []),
    {
      use: 'destroy',
      resource: endpoint,
      context: had,
      actions: ['ec2:DeleteVpcEndpoints'],
    },
    {
      use: 'destroy',
      resource: group,
      context: had,
      actions: ['ec2:DeleteSecurityGroup'],
    },
  ];
};
