import type { ModifyVpcEndpointCommandInput } from '@aws-sdk/client-ec2';
import { policyUpdate } from './endpointPolicy';
import {
  InterfaceEndpointOptions,
  lacking,
  ObservedInterfaceEndpoint,
} from './interfaceEndpointChanges';

type Modification = Omit<ModifyVpcEndpointCommandInput, 'VpcEndpointId'>;

/** The call for one field. One change a call, so that what EC2 refuses is one thing; the reconciler comes back for the next. */
export function interfaceModification(
  field: string,
  observed: ObservedInterfaceEndpoint,
  options: InterfaceEndpointOptions,
): Modification {
  const { subnets, securityGroupId, privateDns, policy } = options;
  const wanted = subnets.map(({ id }) => id);
  const groups = securityGroupId ? [securityGroupId] : [];
  switch (field) {
    case 'subnets':
      return {
        AddSubnetIds: lacking(wanted, observed.subnetIds),
        RemoveSubnetIds: lacking(observed.subnetIds, wanted),
      };
    case 'securityGroups':
      return {
        AddSecurityGroupIds: lacking(groups, observed.groupIds),
        RemoveSecurityGroupIds: lacking(observed.groupIds, groups),
      };
    case 'policy':
      return policyUpdate(policy);
    default:
      return { PrivateDnsEnabled: privateDns };
  }
}
