import {
  CreateVpcEndpointCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { onStage } from './world/Stage';

const WISH = { release: 'gateway' };

const serviceName = ({ aws }: World) => `com.amazonaws.${aws.region}.dynamodb`;

async function endpointsIn(world: World): Promise<readonly VpcEndpoint[]> {
  const { VpcEndpoints = [] } = await world.aws.ec2.send(
    new DescribeVpcEndpointsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [world.cluster.vpcId] },
        { Name: 'service-name', Values: [serviceName(world)] },
      ],
    }),
  );
  return VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? ''));
}

async function seen(scene: Scene): Promise<void> {
  const found = await endpointsIn(scene);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    VpcEndpointType: 'Gateway',
    State: expect.stringMatching(/^available$/i),
    Tags: expect.arrayContaining([
      { Key: 'vault-eks.io/cluster', Value: scene.owner },
    ]),
  });
  expect(found[0].RouteTableIds?.length).toBeGreaterThan(0);
}

async function gone(scene: Scene): Promise<void> {
  expect(await endpointsIn(scene)).toEqual([]);
}

describeLifecycle({
  title: 'Gateway endpoint of DynamoDB',
  node: 'dynamodb-endpoint',
  wish: WISH,
  seen,
  meddle: {
    name: 'that route tables were taken from it',
    async act(scene) {
      const [{ VpcEndpointId, RouteTableIds = [] }] = await endpointsIn(scene);
      await scene.aws.ec2.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId,
          RemoveRouteTableIds: RouteTableIds.slice(0, 1),
        }),
      );
    },
  },
  stranger: {
    wish: () => ({ release: 'stranger' }),
    refusal: /endpoints\.dynamodb: existing/,
  },
  gone,
});

describe('Gateway endpoint of DynamoDB:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('service: a route table takes one endpoint a service', async () => {
    await onStage(world, WISH, 'dynamodb-endpoint', async ({ apply }) => {
      await apply();
      const [{ RouteTableIds }] = await endpointsIn(world);
      await expect(
        world.aws.ec2.send(
          new CreateVpcEndpointCommand({
            VpcId: world.cluster.vpcId,
            ServiceName: serviceName(world),
            RouteTableIds,
          }),
        ),
      ).rejects.toMatchObject({ name: 'RouteAlreadyExists' });
    });
  });
});
