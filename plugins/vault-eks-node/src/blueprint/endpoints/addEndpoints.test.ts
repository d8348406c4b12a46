import { CreateVpcEndpointCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  ownershipValue,
  parseSpec,
  VaultClusterSpecInput,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { mockClient } from 'aws-sdk-client-mock';
import { createAwsClients } from '../../connections/aws';
import { createGraph } from '../../engine';
import type { ManagedResource } from '../../engine';
import { addEndpoints } from './addEndpoints';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const NARROW = { policy: 'narrow', acknowledgeNarrowPolicy: true } as const;

type Endpoints = VaultClusterSpecInput['endpoints'];

/** The endpoints alone, or with the key of a whole Vault. */
function build(endpoints: Endpoints, { withKey = false } = {}) {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1', endpoints });
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const clients = createAwsClients('eu-west-1', credentials);
  const graph = createGraph();
  const key = withKey
    ? graph.add({
        id: 'seal-key',
        phase: 'AWS',
        needs: {},
        make: (): ManagedResource<object, { readonly arn: string }> => {
          throw new Error('not made here');
        },
      })
    : undefined;
  const ctx = {
    spec,
    names: vaultNames(spec),
    ownership: {
      owner: ownershipValue(spec),
      by: 'user:default/ada',
      version: '1.2.3',
      tags: {},
      adopt: false,
    },
    aws: {
      ...clients,
      ...{ account: '111122223333', region: 'eu-west-1', callerArn: 'arn' },
      credentials,
    },
    cluster: {
      ...{ name: 'demo', arn: 'arn', region: 'eu-west-1', status: 'ACTIVE' },
      ...{ version: '1.35', endpoint: 'https://api', caData: '' },
      vpcId: 'vpc-1',
      subnetIds: [],
      clusterSecurityGroupId: 'sg-cluster',
      securityGroupIds: ['sg-extra'],
    },
    network: {
      vpcId: 'vpc-1',
      cidrs: ['10.0.0.0/16', '100.64.0.0/16'],
      dnsSupport: true,
      dnsHostnames: true,
      endpointSubnets: [{ id: 'subnet-a', zone: 'a' }],
      routeTableIds: ['rtb-1'],
    },
  };
  const refs = addEndpoints(graph, ctx, { key });
  const nodes = graph.build();
  const find = (id: string) => {
    const node = nodes.find(n => n.id === id);
    if (!node) {
      throw new Error(`There is no node ${id}`);
    }
    return node;
  };
  /** What EC2 is asked to create for a node. */
  const created = async (id: string) => {
    const ec2 = mockClient(EC2Client);
    ec2.on(CreateVpcEndpointCommand).resolves({});
    const outputs = { group: { id: 'sg-endpoint' }, key: { arn: KEY } };
    const signal = new AbortController().signal;
    await find(id)
      .make(outputs)
      .create({ signal, log: () => {} });
    const [{ args }] = ec2.commandCalls(CreateVpcEndpointCommand);
    ec2.restore();
    return args[0].input;
  };
  const waits = Object.fromEntries(
    nodes.map(node => [node.id, Object.values(node.needs)]),
  );
  return { refs, waits, find, created };
}

const groupOf = (endpoints: Endpoints) =>
  build(endpoints).find('endpoint-security-group').make({}).title;

describe('addEndpoints', () => {
  it('lets in the groups of the cluster, and the VPC only where private DNS leads it', () => {
    expect(groupOf({})).toMatch(
      /\(443 from sg-cluster, sg-extra, 10.0.0.0\/16, 100.64.0.0\/16, since private DNS leads the whole VPC here\)$/,
    );
    const groupsOnly = /\(443 from sg-cluster, sg-extra\)$/;
    expect(groupOf({ privateDns: false })).toMatch(groupsOnly);
    expect(groupOf(NARROW)).toMatch(groupsOnly);
    expect(
      groupOf({ kms: 'none', sts: 'none', types: { dynamodb: 'interface' } }),
    ).toMatch(groupsOnly);
  });

  it('reaches DynamoDB by an interface endpoint too, by its own name only', async () => {
    const { waits, created, find } = build({
      types: { dynamodb: 'interface' },
    });
    expect(waits['dynamodb-endpoint']).toEqual(['endpoint-security-group']);
    expect(await created('dynamodb-endpoint')).toMatchObject({
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.dynamodb',
      SubnetIds: ['subnet-a'],
      SecurityGroupIds: ['sg-endpoint'],
      PrivateDnsEnabled: false,
    });
    expect((await created('kms-endpoint')).PrivateDnsEnabled).toBe(true);
    expect(find('dynamodb-endpoint').inside).toEqual([
      'endpoint-security-group',
    ]);
  });

  it('makes narrow policies of what is known, and waits for the key only', async () => {
    const { waits, created } = build(NARROW, { withKey: true });
    expect(waits).toMatchObject({
      'dynamodb-endpoint': [],
      'kms-endpoint': ['endpoint-security-group', 'seal-key'],
      'sts-endpoint': ['endpoint-security-group'],
    });
    expect((await created('dynamodb-endpoint')).PolicyDocument).toContain(
      '"Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo-vault-vault"',
    );
    expect((await created('kms-endpoint')).PolicyDocument).toContain(
      `"Resource":"${KEY}"`,
    );
    expect((await created('sts-endpoint')).PolicyDocument).toContain(
      '"Resource":"arn:aws:iam::111122223333:role/vault-eu-west-1-demo-vault-vault"',
    );
  });

  it('looks the key up when it stands alone', () => {
    const { waits, find } = build(NARROW);
    expect(waits['kms-endpoint']).toEqual([
      'endpoint-security-group',
      'endpoint-key',
    ]);
    expect(find('endpoint-key').make({}).title).toBe(
      'KMS key alias/vault-demo-vault-vault-seal',
    );
  });

  it('leaves policies to AWS by default', async () => {
    const { waits, created } = build({}, { withKey: true });
    expect(waits['kms-endpoint']).toEqual(['endpoint-security-group']);
    for (const service of ['dynamodb', 'kms', 'sts']) {
      const { PolicyDocument } = await created(`${service}-endpoint`);
      expect(PolicyDocument).toBeUndefined();
    }
  });

  it('needs nothing for endpoints of others, and has none where none is wanted', () => {
    const { refs, waits } = build({
      dynamodb: 'none',
      kms: 'existing',
      sts: 'none',
      ...NARROW,
    });
    expect(waits).toEqual({ 'kms-endpoint': [] });
    expect(refs.securityGroup).toBeUndefined();
    expect(refs.stsEndpoint).toBeUndefined();
  });
});
