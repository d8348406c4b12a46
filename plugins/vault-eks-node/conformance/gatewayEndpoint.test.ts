import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeRouteTablesCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { endpointsOf, policyChoices, serviceName } from './service/endpoints';
import { connectWorld, World } from './world/connectWorld';
import { describeAdoption } from './world/describeAdoption';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { onStage } from './world/Stage';

const WISH = { release: 'gateway' };

const endpointsIn = (world: World) => endpointsOf(world, 'dynamodb');

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

async function expectAdopted(scene: Scene): Promise<void> {
  const [{ RouteTableIds, Tags }] = await endpointsIn(scene);
  expect(RouteTableIds).toHaveLength(2);
  expect(Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: scene.owner,
  });
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
  choices: policyChoices('dynamodb', WISH),
  stranger: {
    wish: () => ({ release: 'stranger' }),
    refusal: /endpoints\.dynamodb: existing/,
  },
  gone,
});

describeAdoption({
  title: 'Gateway endpoint of DynamoDB',
  node: 'dynamodb-endpoint',
  async make(world) {
    const { ec2 } = world.aws;
    const vpcId = world.cluster.vpcId;
    const { RouteTables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    const tables = RouteTables.map(({ RouteTableId = '' }) => RouteTableId);
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Gateway',
        VpcId: vpcId,
        ServiceName: serviceName(world, 'dynamodb'),
        RouteTableIds: tables.slice(0, 1),
      }),
    );
    return {
      release: 'gateway-adopted',
      endpoints: { dynamodb: 'existing', routeTableIds: tables.slice(0, 2) },
    };
  },
  before: { refusal: expect.stringMatching(/adopt: true/) },
  seen: expectAdopted,
  async unmake(world) {
    for (const { VpcEndpointId = '', RouteTableIds } of await endpointsIn(
      world,
    )) {
      // Not every stand-in makes a route for a table that is added later, nor deletes an endpoint without its routes.
      await world.aws.ec2.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId,
          RemoveRouteTableIds: RouteTableIds?.slice(1),
        }),
      );
      await world.aws.ec2.send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }),
      );
    }
  },
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
            ServiceName: serviceName(world, 'dynamodb'),
            RouteTableIds,
          }),
        ),
      ).rejects.toMatchObject({ name: 'RouteAlreadyExists' });
    });
  });
});
