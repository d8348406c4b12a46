import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  IpPermission,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { preflightContext, World } from '../../__testUtils__/preflightContext';
import { endpointNetwork } from '../endpointNetwork';
import { endpointZones } from './endpointZones';
import { usedEndpoints } from './usedEndpoints';

type Endpoints = NonNullable<VaultClusterSpecInput['endpoints']>;

const NONE = { dynamodb: 'none', kms: 'none', sts: 'none' } as const;

const https = (source: Partial<IpPermission>, port = 443): IpPermission => ({
  ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
  ...source,
});
const fromGroup = (GroupId: string) =>
  https({ UserIdGroupPairs: [{ GroupId }] });
const fromRange = (CidrIp: string, port?: number) =>
  https({ IpRanges: [{ CidrIp }] }, port);

interface Scene extends Omit<World, 'spec'> {
  readonly endpoints: Endpoints;
  readonly found?: VpcEndpoint;
  readonly rules?: IpPermission[];
}

function scene({ endpoints, found, rules = [], ...world }: Scene) {
  const base = preflightContext();
  const ctx = preflightContext({
    ...world,
    spec: { endpoints: { ...NONE, ...endpoints } },
    context: {
      cluster: {
        ...base.cluster,
        clusterSecurityGroupId: 'sg-cluster',
        securityGroupIds: ['sg-extra'],
      },
      ...world.context,
    },
  });
  const { ec2 } = ctx.mocks;
  ec2.on(DescribeVpcEndpointsCommand).resolves({
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Interface',
        State: 'Available',
        PrivateDnsEnabled: true,
        SubnetIds: ['subnet-a', 'subnet-b'],
        Groups: [{ GroupId: 'sg-endpoint' }],
        ...found,
      },
    ],
  });
  ec2.on(DescribeSubnetsCommand).callsFake(({ SubnetIds }) => ({
    Subnets: SubnetIds.map((id: string) => ({
      AvailabilityZone: id.split('-')[1],
    })),
  }));
  ec2
    .on(DescribeSecurityGroupsCommand)
    .resolves({ SecurityGroups: [{ IpPermissions: rules }] });
  return ctx;
}

describe('usedEndpoints', () => {
  const run = (options: Scene) => usedEndpoints.run(scene(options));
  const kms = { kms: 'existing' } as const;

  it.each([
    ["the cluster's group", [fromGroup('sg-cluster')]],
    ['another group of the cluster', [fromGroup('sg-extra')]],
    ['the whole VPC', [fromRange('10.0.0.0/16')]],
    ['more than the VPC', [fromRange('10.0.0.0/8')]],
    ['every port', [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]],
    ['a prefix list', [https({ PrefixListIds: [{ PrefixListId: 'pl-1' }] })]],
  ])('finds nothing when HTTPS is let in from %s', async (_, rules) => {
    expect(await run({ endpoints: kms, rules })).toEqual([]);
  });

  it.each([
    ['nobody', []],
    ['another group', [fromGroup('sg-other')]],
    ['a part of the VPC', [fromRange('10.0.1.0/24')]],
    ['another network', [fromRange('192.168.0.0/16')]],
    ['the VPC to another port', [fromRange('10.0.0.0/16', 80)]],
  ])('finds that HTTPS is let in from %s only', async (_, rules) => {
    const [finding, ...others] = await run({ endpoints: kms, rules });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'endpoint-not-reachable',
      severity: 'warning',
      what: expect.stringMatching(
        /vpce-1 \(sg-endpoint\), the endpoint of kms/,
      ),
      fix: expect.stringContaining('from sg-cluster there'),
    });
  });

  it('finds a policy that restricts, of interface and gateway alike', async () => {
    const rules = [fromGroup('sg-cluster')];
    const found = { PolicyDocument: '{"Statement":[]}' };
    const [finding] = await run({ endpoints: kms, found, rules });
    expect(finding).toMatchObject({
      id: 'endpoint-policy-restricts',
      severity: 'warning',
      why: expect.stringContaining('kms:Encrypt, kms:Decrypt, kms:DescribeKey'),
    });
    const gateway = { ...found, VpcEndpointType: 'Gateway' } as const;
    expect(
      await run({ endpoints: { dynamodb: 'existing' }, found: gateway }),
    ).toMatchObject([{ why: expect.stringContaining('dynamodb:GetItem') }]);
  });

  it('finds that STS cannot be reached by its name', async () => {
    const rules = [fromGroup('sg-cluster')];
    const found = { PrivateDnsEnabled: false };
    expect(
      await run({ endpoints: { sts: 'existing' }, found, rules }),
    ).toMatchObject([
      {
        id: 'sts-without-private-dns',
        fix: expect.stringContaining('sts.eu-west-1.amazonaws.com'),
      },
    ]);
    expect(await run({ endpoints: kms, found, rules })).toEqual([]);
  });

  it('leaves a missing endpoint to the plan, and looks at nothing that is made', async () => {
    const found: VpcEndpoint = { State: 'Deleted' };
    expect(await run({ endpoints: kms, found })).toEqual([]);
    const made = scene({ endpoints: { kms: 'create' } });
    await usedEndpoints.run(made);
    expect(made.mocks.ec2.calls()).toHaveLength(0);
  });
});

describe('endpointZones', () => {
  const run = (options: Scene) => endpointZones.run(scene(options));

  it('finds zones with nodes that a used endpoint is not in', async () => {
    expect(
      await run({ endpoints: { kms: 'existing', sts: 'create' } }),
    ).toMatchObject([
      {
        id: 'zones-without-endpoint',
        severity: 'warning',
        what: 'Nodes run in c, where vpce-1, the endpoint of kms that is used, has no subnet.',
      },
    ]);
  });

  it('finds the same of endpoints that are made, that of DynamoDB too', async () => {
    const { network } = preflightContext();
    const endpointSubnets = [{ zone: 'a', id: 'subnet-a' }];
    const context = { network: { ...network, endpointSubnets } };
    const made = {
      dynamodb: 'create',
      types: { dynamodb: 'interface' },
    } as const;
    expect(await run({ endpoints: made, context })).toMatchObject([
      {
        what: 'Nodes run in b, c, where the interface endpoints have no subnet.',
      },
    ]);
    expect(await run({ endpoints: { dynamodb: 'create' }, context })).toEqual(
      [],
    );
  });
});

describe('endpointNetwork', () => {
  const ids = async (endpoints: Endpoints) =>
    (await endpointNetwork.run(scene({ endpoints }))).map(({ id }) => id);

  it('says what private DNS and a narrow policy mean for STS', async () => {
    const acknowledged = {
      policy: 'narrow',
      acknowledgeNarrowPolicy: true,
    } as const;
    expect(await ids({ sts: 'create' })).toEqual([]);
    expect(await ids({ sts: 'create', privateDns: false })).toEqual([
      'sts-without-private-dns',
    ]);
    expect(await ids({ sts: 'create', ...acknowledged })).toEqual([
      'narrow-policy-felt',
    ]);
    expect(await ids({ kms: 'create', ...acknowledged })).toEqual([]);
  });
});
