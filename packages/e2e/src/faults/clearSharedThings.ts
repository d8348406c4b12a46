import {
  DeleteSecurityGroupCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { OWNERSHIP_TAG } from '@vault-eks/backstage-plugin-vault-eks-common';

const ours = { Filters: [{ Name: 'tag-key', Values: [OWNERSHIP_TAG] }] };

/** Removes what a VPC or an account has only one of, so that the next Vault makes its own. */
export async function clearSharedThings(): Promise<void> {
  const ec2 = new EC2Client({});
  const iam = new IAMClient({});
  const { VpcEndpoints = [] } = await ec2.send(
    new DescribeVpcEndpointsCommand(ours),
  );
  const ids = VpcEndpoints.flatMap(endpoint => endpoint.VpcEndpointId ?? []);
  if (ids.length > 0) {
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
  }
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand(ours),
  );
  for (const { GroupId } of SecurityGroups) {
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  }
  const { OpenIDConnectProviderList = [] } = await iam.send(
    new ListOpenIDConnectProvidersCommand({}),
  );
  for (const { Arn } of OpenIDConnectProviderList) {
    await iam.send(
      new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }),
    );
  }
}
