import {
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { describeLifecycle, Scene } from './world/describeLifecycle';

const WISH = { release: 'group' };

async function groupsOf(scene: Scene): Promise<readonly SecurityGroup[]> {
  const { SecurityGroups } = await scene.aws.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [scene.cluster.vpcId] },
        { Name: 'group-name', Values: [scene.names.endpointSecurityGroup] },
      ],
    }),
  );
  return SecurityGroups ?? [];
}

async function seen(scene: Scene): Promise<void> {
  const found = await groupsOf(scene);
  expect(found).toHaveLength(1);
  expect(found[0].Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: scene.owner,
  });
  expect(
    found[0].IpPermissions?.map(({ IpProtocol, FromPort, ToPort }) => [
      IpProtocol,
      FromPort,
      ToPort,
    ]),
  ).toEqual([['tcp', 443, 443]]);
}

async function gone(scene: Scene): Promise<void> {
  expect(await groupsOf(scene)).toEqual([]);
}

describeLifecycle({
  title: 'Security group of the endpoints',
  node: 'endpoint-security-group',
  wish: WISH,
  seen,
  meddle: {
    name: 'that nobody is let in any more',
    async act(scene) {
      const [{ GroupId, IpPermissions }] = await groupsOf(scene);
      await scene.aws.ec2.send(
        new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }),
      );
    },
  },
  gone,
});
