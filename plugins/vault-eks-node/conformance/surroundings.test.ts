import {
  DescribeAddonCommand,
  ListAccessEntriesCommand,
  ListAddonsCommand,
} from '@aws-sdk/client-eks';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { describeCluster } from '../src/connections/eks';
import { readNetwork } from '../src/resources/aws';
import { connectWorld, World } from './world/connectWorld';
import { onStage } from './world/Stage';

describe('What is there before:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('observe: the EKS cluster with its VPC', async () => {
    const { aws, cluster } = world;
    expect(await describeCluster({ aws, name: cluster.name })).toMatchObject({
      status: 'ACTIVE',
      vpcId: cluster.vpcId,
      oidcIssuer: expect.stringMatching(/^https:\/\/oidc\.eks\./),
      clusterSecurityGroupId: expect.stringMatching(/^sg-/),
      authenticationMode: expect.stringMatching(/^(API|CONFIG_MAP)/),
    });
  });

  it('observe: no cluster of a wrong name', async () => {
    await expect(
      describeCluster({ aws: world.aws, name: 'no-such-cluster' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('observe: the network', async () => {
    const { aws, cluster } = world;
    const network = await readNetwork({
      ec2: aws.ec2,
      cluster,
      endpoints: { subnetIds: [], routeTableIds: [] },
      signal: new AbortController().signal,
    });
    expect(network).toMatchObject({
      vpcId: cluster.vpcId,
      dnsSupport: true,
      dnsHostnames: true,
    });
    expect(network.endpointSubnets).toHaveLength(3);
    expect(network.routeTableIds.length).toBeGreaterThan(1);
  });

  it('observe: no subnet of an unknown id', async () => {
    const { aws, cluster } = world;
    await expect(
      readNetwork({
        ec2: aws.ec2,
        cluster,
        endpoints: {
          subnetIds: ['subnet-0123456789abcdef0'],
          routeTableIds: [],
        },
        signal: new AbortController().signal,
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });

  it('observe: EKS add-ons', async () => {
    const { eks } = world.aws;
    const clusterName = world.cluster.name;
    expect(
      await eks.send(new ListAddonsCommand({ clusterName })),
    ).toMatchObject({ addons: expect.any(Array) });
    await expect(
      eks.send(
        new DescribeAddonCommand({ clusterName, addonName: 'no-such-addon' }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('observe: EKS access entries', async () => {
    const clusterName = world.cluster.name;
    expect(
      await world.aws.eks.send(new ListAccessEntriesCommand({ clusterName })),
    ).toMatchObject({ accessEntries: expect.any(Array) });
  });

  it('observe: what a role may do, by simulation', async () => {
    const { account, iam, region } = world.aws;
    const wish = { release: 'sim', storage: { deletionProtection: false } };
    await onStage(world, wish, 'vault-role', async ({ names, apply }) => {
      await apply();
      const { EvaluationResults } = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${account}:role/${names.role}`,
          ActionNames: ['dynamodb:GetItem', 'dynamodb:DeleteTable'],
          ResourceArns: [
            `arn:aws:dynamodb:${region}:${account}:table/${names.table}`,
          ],
        }),
      );
      expect(
        EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
      ).toEqual(['allowed', 'implicitDeny']);
    });
  });
});
