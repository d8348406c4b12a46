import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { gatewayEndpoint } from './gatewayEndpoint';
import { interfaceEndpoint } from './interfaceEndpoint';
import { fakeEndpoints } from './__testUtils__/fakeEndpoints';
import { awsError, OWNER, OWNERSHIP, settle } from './testing/lifecycle';

const taken = awsError(
  'RouteAlreadyExists',
  'route table rtb-1 already has a route with destination-prefix-list-id pl-1',
);
const conflict = awsError(
  'InvalidParameter',
  'private-dns-enabled cannot be set because there is already a conflicting DNS domain for kms.eu-west-1.amazonaws.com in the VPC vpc-1',
);
const tagged = (owner: string) => [
  { Key: 'vault-eks.io/cluster', Value: owner },
  { Key: 'vault-eks.io/version', Value: OWNERSHIP.version },
];
const GATEWAY = 'com.amazonaws.eu-west-1.dynamodb';
const INTERFACE = 'com.amazonaws.eu-west-1.kms';

function setUp(lookAgainMs = 10_000) {
  const ec2 = fakeEndpoints();
  const common = {
    client: ec2.client,
    choice: 'create',
    ownership: OWNERSHIP,
    vpcId: 'vpc-1',
    policy: 'wide',
    lookAgain: { timeoutMs: lookAgainMs, intervalMs: 5 },
  } as const;
  /** What another run makes at the moment in which the call of this one is refused. */
  const overtakenBy = (
    type: 'Gateway' | 'Interface',
    owner: string,
    tables: string[] = [],
  ) => {
    const isGateway = type === 'Gateway';
    ec2.mock.on(CreateVpcEndpointCommand).callsFake(() => {
      // EC2 shows it a little later.
      setTimeout(
        () =>
          ec2.endpoints.push({
            VpcEndpointId: 'vpce-other',
            VpcEndpointType: type,
            ServiceName: isGateway ? GATEWAY : INTERFACE,
            State: 'Available',
            RouteTableIds: tables,
            SubnetIds: ['subnet-a'],
            PrivateDnsEnabled: !isGateway,
            Tags: tagged(owner),
          }),
        20,
      );
      throw isGateway ? taken : conflict;
    });
  };
  const gateway = () =>
    gatewayEndpoint({
      ...common,
      serviceName: GATEWAY,
      routeTableIds: ['rtb-1', 'rtb-2'],
    });
  const kms = () =>
    interfaceEndpoint({
      ...common,
      service: 'kms',
      serviceName: INTERFACE,
      subnets: [{ id: 'subnet-a', zone: 'a' }],
      privateDns: true,
    });
  return { ...ec2, overtakenBy, gateway, kms };
}

describe('an endpoint that another run makes at the same time', () => {
  it('is taken as it is when it is of the same Vault', async () => {
    const { endpoints, overtakenBy, gateway, kms } = setUp();
    overtakenBy('Gateway', OWNER, ['rtb-1', 'rtb-2']);
    expect((await settle(gateway())).observed.id).toBe('vpce-other');
    overtakenBy('Interface', OWNER);
    expect((await settle(kms())).observed.id).toBe('vpce-other');
    expect(endpoints).toHaveLength(2);
  });

  it('gets what it lacks, though another run gives it a part of that first', async () => {
    const { endpoints, mock, gateway } = setUp();
    const give = (id: string) => endpoints[0].RouteTableIds?.push(id);
    mock
      .on(ModifyVpcEndpointCommand)
      .callsFakeOnce(() => {
        give('rtb-1');
        throw taken;
      })
      .callsFake(({ AddRouteTableIds }) => {
        AddRouteTableIds.forEach(give);
        return {};
      });
    endpoints.push({
      VpcEndpointId: 'vpce-other',
      VpcEndpointType: 'Gateway',
      ServiceName: GATEWAY,
      State: 'Available',
      RouteTableIds: [],
      Tags: tagged(OWNER),
    });
    expect((await settle(gateway())).outcome).toBe('updated');
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1', 'rtb-2']);
  });

  it('is named when it is of another Vault', async () => {
    const { overtakenBy, gateway, kms } = setUp();
    overtakenBy('Gateway', 'other/v/v', ['rtb-1']);
    await expect(settle(gateway())).rejects.toThrow(
      'vpce-other of the Vault other/v/v serves rtb-1 already',
    );
    overtakenBy('Interface', 'other/v/v');
    await expect(settle(kms())).rejects.toThrow(
      'vpce-other answers for kms in vpc-1 already',
    );
  });

  it('is not waited for when it is none', async () => {
    const { mock, gateway, kms } = setUp(20);
    mock
      .on(CreateVpcEndpointCommand)
      .rejectsOnce(taken)
      .rejectsOnce(conflict)
      .rejects(awsError('VpcEndpointLimitExceeded', 'too many'));
    await expect(settle(gateway())).rejects.toThrow(
      'route table rtb-1 already has a route with destination-prefix-list-id pl-1, and no endpoint has it. Take that route out',
    );
    await expect(settle(kms())).rejects.toThrow(/private hosted zone/);
    await expect(settle(kms())).rejects.toThrow('too many');
  });
});
