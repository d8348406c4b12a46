import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { endpointsOf, policyChoices, serviceName } from './service/endpoints';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { onStage, Wish } from './world/Stage';

const TITLE = 'Interface endpoint';

/** What EC2 must say of the only endpoint of a service. */
async function expectOne(
  scene: Scene,
  service: string,
  privateDns: boolean,
): Promise<void> {
  const found = await endpointsOf(scene, service);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    VpcEndpointType: 'Interface',
    State: 'available',
    PrivateDnsEnabled: privateDns,
    Groups: [{ GroupName: scene.names.endpointSecurityGroup }],
    Tags: expect.arrayContaining([
      { Key: 'vault-eks.io/cluster', Value: scene.owner },
    ]),
  });
  expect(found[0].SubnetIds).toHaveLength(3);
}

async function expectNone(scene: Scene, service: string): Promise<void> {
  expect(await endpointsOf(scene, service)).toEqual([]);
}

async function takeSubnet(scene: Scene, service: string): Promise<void> {
  const [{ VpcEndpointId, SubnetIds }] = await endpointsOf(scene, service);
  await scene.aws.ec2.send(
    new ModifyVpcEndpointCommand({
      VpcEndpointId,
      RemoveSubnetIds: SubnetIds?.slice(0, 1),
    }),
  );
}

for (const [service, name] of [
  ['kms', 'KMS'],
  ['sts', 'STS'],
]) {
  const wish = { release: `interface-${service}` };
  describeLifecycle({
    title: `${TITLE} of ${name}`,
    node: `${service}-endpoint`,
    wish,
    seen: scene => expectOne(scene, service, true),
    meddle: {
      name: 'that a subnet was taken from it',
      act: scene => takeSubnet(scene, service),
    },
    choices: [
      {
        name: 'no private DNS',
        wish: { ...wish, endpoints: { privateDns: false } },
        seen: scene => expectOne(scene, service, false),
      },
      {
        name: 'private DNS again',
        wish,
        seen: scene => expectOne(scene, service, true),
      },
      ...policyChoices(service, wish),
    ],
    stranger: {
      wish: () => ({ release: 'stranger' }),
      refusal: new RegExp(`endpoints\\.${service}: existing`),
    },
    gone: scene => expectNone(scene, service),
  });
}

const DYNAMODB: Wish = {
  release: 'interface-dynamodb',
  endpoints: { types: { dynamodb: 'interface' } },
};

describeLifecycle({
  title: `${TITLE} of DynamoDB`,
  node: 'dynamodb-endpoint',
  wish: DYNAMODB,
  seen: scene => expectOne(scene, 'dynamodb', false),
  meddle: {
    name: 'that a subnet was taken from it',
    act: scene => takeSubnet(scene, 'dynamodb'),
  },
  choices: policyChoices('dynamodb', DYNAMODB),
  gone: scene => expectNone(scene, 'dynamodb'),
});

describe(`${TITLE} of KMS:`, () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('service: a VPC takes one with private DNS', async () => {
    await onStage(world, { release: 'dns' }, 'kms-endpoint', async at => {
      await at.apply();
      await expect(
        world.aws.ec2.send(
          new CreateVpcEndpointCommand({
            VpcEndpointType: 'Interface',
            VpcId: world.cluster.vpcId,
            ServiceName: serviceName(world, 'kms'),
            SubnetIds: [world.cluster.subnetIds[0]],
            PrivateDnsEnabled: true,
          }),
        ),
      ).rejects.toMatchObject({
        name: 'InvalidParameter',
        message: expect.stringContaining('conflicting DNS domain'),
      });
    });
  });

  it('service: gives it names of its own below vpce.amazonaws.com', async () => {
    await onStage(world, { release: 'name' }, 'kms-endpoint', async at => {
      await at.apply();
      const [{ VpcEndpointId, DnsEntries }] = await endpointsOf(world, 'kms');
      const names = DnsEntries?.map(({ DnsName }) => DnsName);
      expect(names?.[0]).toMatch(
        new RegExp(
          `^${VpcEndpointId}-[a-z0-9]+\\.kms\\.${world.aws.region}\\.vpce\\.amazonaws\\.com$`,
        ),
      );
    });
  });
});
