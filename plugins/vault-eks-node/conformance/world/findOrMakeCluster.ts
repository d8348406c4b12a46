import {
  CreateRouteTableCommand,
  AssociateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSubnetsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  DescribeClusterCommand,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import type { AwsConnection } from '../../src/connections/aws';
import type { EksCluster } from '../../src/connections/eks';

const NAME = 'conformance';
const ZONES = ['a', 'b', 'c'];

/** A VPC with a subnet in each of three zones; the first two have a route table of their own, the last the main one. */
async function makeSubnets({ ec2, region }: AwsConnection) {
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({ CidrBlock: '10.80.0.0/16' }),
  );
  const VpcId = Vpc?.VpcId;
  for (const attribute of ['EnableDnsSupport', 'EnableDnsHostnames']) {
    await ec2.send(
      new ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value: true } }),
    );
  }
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const subnetIds: string[] = [];
  for (const [index, zone] of ZONES.entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId,
        AvailabilityZone: `${region}${zone}`,
        CidrBlock: `10.80.${index}.0/24`,
      }),
    );
    subnetIds.push(Subnet?.SubnetId ?? '');
  }
  for (const SubnetId of subnetIds.slice(0, 2)) {
    await ec2.send(
      new AssociateRouteTableCommand({
        SubnetId,
        RouteTableId: RouteTable?.RouteTableId,
      }),
    );
  }
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({
      VpcId,
      GroupName: NAME,
      Description: 'Nodes and pods',
    }),
  );
  return { subnetIds, securityGroupIds: [GroupId ?? ''] };
}

async function makeCluster(aws: AwsConnection): Promise<string> {
  await aws.eks.send(
    new CreateClusterCommand({
      name: NAME,
      version: '1.35',
      roleArn: `arn:aws:iam::${aws.account}:role/${NAME}`,
      resourcesVpcConfig: await makeSubnets(aws),
    }),
  );
  return NAME;
}

/** The first cluster of the region, and a new one with a VPC of its own where there is none. */
export async function findOrMakeCluster(
  aws: AwsConnection,
): Promise<EksCluster> {
  const { clusters = [] } = await aws.eks.send(new ListClustersCommand({}));
  const name = clusters[0] ?? (await makeCluster(aws));
  const { cluster } = await aws.eks.send(new DescribeClusterCommand({ name }));
  const vpc = cluster?.resourcesVpcConfig;
  const subnetIds = vpc?.subnetIds ?? [];
  // Asked of EC2, since not every stand-in lets EKS say it; what the product reads of a cluster has a test of its own.
  const { Subnets } = await aws.ec2.send(
    new DescribeSubnetsCommand({ SubnetIds: subnetIds }),
  );
  return {
    name,
    arn: cluster?.arn ?? '',
    region: aws.region,
    status: cluster?.status ?? '',
    version: cluster?.version ?? '',
    endpoint: cluster?.endpoint ?? '',
    caData: cluster?.certificateAuthority?.data ?? '',
    oidcIssuer: cluster?.identity?.oidc?.issuer,
    vpcId: Subnets?.[0].VpcId ?? '',
    subnetIds,
    clusterSecurityGroupId: vpc?.clusterSecurityGroupId,
    securityGroupIds: vpc?.securityGroupIds ?? [],
  };
}
