import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { narrowPolicy } from './endpointPolicy';
import { interfaceEndpoint } from './interfaceEndpoint';
import type { InterfaceEndpointOptions } from './interfaceEndpointChanges';
import { fakeEndpoints } from './__testUtils__/fakeEndpoints';
import {
  awsError,
  changesOf,
  OWNERSHIP,
  remove,
  removalOf,
  ROLE_ARN,
  settle,
  wordsOf,
} from './testing/lifecycle';

const SERVICE = 'com.amazonaws.eu-west-1.kms';
const subnets = ['a', 'b'].map(zone => ({ id: `subnet-${zone}`, zone }));
const NARROW = narrowPolicy({
  service: 'kms',
  resource: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  roleArn: ROLE_ARN,
});

function setUp() {
  const ec2 = fakeEndpoints();
  const endpoint = (overrides: Partial<InterfaceEndpointOptions> = {}) =>
    interfaceEndpoint({
      client: ec2.client,
      service: 'kms',
      choice: 'create',
      ownership: OWNERSHIP,
      vpcId: 'vpc-1',
      serviceName: SERVICE,
      subnets,
      securityGroupId: 'sg-1',
      privateDns: true,
      policy: 'wide',
      lookAgain: { timeoutMs: 0 },
      ...overrides,
    });
  const foreign = (PrivateDnsEnabled: boolean, rest: VpcEndpoint = {}) =>
    ec2.endpoints.push({
      VpcEndpointId: 'vpce-foreign',
      VpcEndpointType: 'Interface',
      ServiceName: SERVICE,
      State: 'Available',
      PrivateDnsEnabled,
      DnsEntries: [{ DnsName: 'vpce-foreign.kms.vpce.amazonaws.com' }],
      ...rest,
    });
  const modifications = () =>
    ec2.mock
      .commandCalls(ModifyVpcEndpointCommand)
      .map(({ args }) => args[0].input);
  return { ...ec2, endpoint, foreign, modifications };
}

describe('interfaceEndpoint, made', () => {
  it('is created, waited for, and deleted', async () => {
    const { endpoints, endpoint } = setUp();
    const { outcome, observed } = await settle(endpoint());
    expect(outcome).toBe('created');
    expect(observed).toMatchObject({
      state: 'available',
      subnetIds: ['subnet-a', 'subnet-b'],
      groupIds: ['sg-1'],
      privateDns: true,
    });
    expect((await settle(endpoint())).outcome).toBe('kept');
    expect(await removalOf(endpoint())).toEqual({ verb: 'delete' });
    await remove(endpoint());
    expect(endpoints).toEqual([]);
  });

  it('is waited for while the one before is going', async () => {
    const { endpoints, endpoint } = setUp();
    await settle(endpoint());
    endpoints[0].State = 'Deleting';
    expect(await changesOf(endpoint())).toEqual([
      { field: 'state', from: 'Deleting', to: 'deleted', pending: true },
    ]);
  });

  it('is brought to the spec, one change a call', async () => {
    const { endpoints, endpoint, modifications } = setUp();
    await settle(endpoint());
    endpoints[0].SubnetIds = ['subnet-a', 'subnet-x'];
    endpoints[0].Groups = [{ GroupId: 'sg-9' }];
    const wanted = endpoint({ policy: NARROW, privateDns: false });
    expect(await wordsOf(wanted)).toEqual([
      'subnets: subnet-x -> subnet-b',
      'securityGroups: sg-9 -> sg-1',
      'policy: every call -> the calls of this Vault only',
      'privateDns: true -> false',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    expect(modifications().map(m => Object.keys(m).slice(1))).toEqual([
      ['AddSubnetIds', 'RemoveSubnetIds'],
      ['AddSecurityGroupIds', 'RemoveSecurityGroupIds'],
      ['PolicyDocument'],
      ['PrivateDnsEnabled'],
    ]);
    expect(endpoints[0]).toMatchObject({
      SubnetIds: ['subnet-a', 'subnet-b'],
      Groups: [{ GroupId: 'sg-1' }],
      PolicyDocument: JSON.stringify(NARROW),
      PrivateDnsEnabled: false,
    });
    expect((await settle(wanted)).outcome).toBe('kept');
    await settle(endpoint());
    expect(modifications().at(-2)).toEqual({
      VpcEndpointId: 'vpce-1',
      ResetPolicy: true,
    });
  });

  it('finds a private DNS conflict before it creates anything, with both ways out', async () => {
    const { mock, endpoint, foreign } = setUp();
    foreign(true);
    await expect(settle(endpoint())).rejects.toThrow(
      'vpce-foreign answers for kms in vpc-1 already, and AWS allows one endpoint with private DNS. Choose endpoints.kms: existing to use it, or endpoints.privateDns: false.',
    );
    expect(mock.commandCalls(CreateVpcEndpointCommand)).toHaveLength(0);
    expect((await settle(endpoint({ privateDns: false }))).outcome).toBe(
      'created',
    );
    // Now ours is there, and asking for the name again meets the same conflict.
    expect((await changesOf(endpoint()))[0].refusal).toMatch(/^vpce-foreign /);
  });

  it('says what a refusal of the name by EC2 may come from', async () => {
    const { mock, endpoint } = setUp();
    mock
      .on(CreateVpcEndpointCommand)
      .rejects(
        awsError(
          'InvalidParameter',
          'private-dns-enabled cannot be set because there is already a conflicting DNS domain for kms.eu-west-1.amazonaws.com in the VPC vpc-1',
        ),
      );
    await expect(settle(endpoint())).rejects.toThrow(
      /private hosted zone.*endpoints.kms: existing, or endpoints.privateDns: false/,
    );
  });

  it('tells where it is when its regional name does not', async () => {
    const { endpoint } = setUp();
    const without = endpoint({ privateDns: false });
    expect(without.predict?.()?.url).toBe('https://vpce-(new)');
    const { observed } = await settle(without);
    expect(without.output(observed).url).toBe(
      'https://vpce-1-a1.kms.eu-west-1.vpce.amazonaws.com',
    );
    const { observed: named } = await settle(endpoint());
    expect(endpoint().output(named).url).toBeUndefined();
  });
});

describe('interfaceEndpoint, existing', () => {
  it('is used as it is, even with adopt, and kept', async () => {
    const { endpoint, foreign, modifications } = setUp();
    foreign(false, { PolicyDocument: '{"Statement":[]}' });
    const ownership = { ...OWNERSHIP, adopt: true };
    const existing = endpoint({ choice: 'existing', ownership });
    const { outcome, observed } = await settle(existing);
    expect(outcome).toBe('adopted');
    expect(existing.output(observed)).toEqual({
      id: 'vpce-foreign',
      url: 'https://vpce-foreign.kms.vpce.amazonaws.com',
    });
    expect(await removalOf(existing)).toMatchObject({ verb: 'keep' });
    expect(modifications()).toEqual([]);
  });

  it('is the one that the regional name leads to', async () => {
    const { endpoint, foreign } = setUp();
    foreign(false);
    foreign(true, { VpcEndpointId: 'vpce-named' });
    const existing = endpoint({ choice: 'existing' });
    const { observed } = await settle(existing);
    expect(existing.output(observed)).toEqual({ id: 'vpce-named' });
  });

  it('is missed when there is none', async () => {
    const { endpoint } = setUp();
    const existing = endpoint({ choice: 'existing' });
    expect((await changesOf(existing))[0].refusal).toMatch(
      /no such endpoint in vpc-1. Choose endpoints.kms: create/,
    );
  });
});
