import {
  ownershipValue,
  parseSpec,
  VaultClusterSpecInput,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { createAwsClients } from '../../connections/aws';
import { createGraph } from '../../engine';
import { addAwsResources } from './addAwsResources';

function build(
  input: Partial<VaultClusterSpecInput> = {},
  options: { readonly leftovers?: boolean } = {},
) {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1', ...input });
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const graph = createGraph();
  const refs = addAwsResources(
    graph,
    {
      spec,
      names: vaultNames(spec),
      ownership: {
        owner: ownershipValue(spec),
        by: 'user:default/ada',
        version: '1.2.3',
        tags: spec.tags,
        adopt: spec.adopt,
      },
      aws: {
        ...createAwsClients('eu-west-1', credentials),
        account: '111122223333',
        region: 'eu-west-1',
        callerArn: 'arn',
        credentials,
      },
      cluster: {
        name: 'demo',
        arn: 'arn',
        region: 'eu-west-1',
        status: 'ACTIVE',
        version: '1.35',
        endpoint: 'https://api',
        caData: '',
        oidcIssuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC',
        vpcId: 'vpc-1',
        subnetIds: [],
        clusterSecurityGroupId: 'sg-cluster',
        securityGroupIds: [],
      },
      network: {
        vpcId: 'vpc-1',
        cidrs: ['10.0.0.0/16'],
        dnsSupport: true,
        dnsHostnames: true,
        endpointSubnets: [],
        routeTableIds: [],
      },
    },
    options,
  );
  const waits = Object.fromEntries(
    graph.build().map(node => [node.id, Object.values(node.needs)]),
  );
  return { refs, waits, nodes: graph.build() };
}

describe('addAwsResources', () => {
  it('lets only those wait that must', () => {
    expect(build().waits).toEqual({
      'dynamodb-table': [],
      'seal-key': [],
      'dynamodb-endpoint': [],
      'endpoint-security-group': [],
      'kms-endpoint': ['endpoint-security-group'],
      'sts-endpoint': ['endpoint-security-group'],
      'oidc-provider': [],
      'vault-role': ['dynamodb-table', 'seal-key', 'oidc-provider'],
      'custody-secret': [],
    });
  });

  it('leaves out what is not wanted, and makes no group for endpoints of others', () => {
    const { refs, waits } = build({
      endpoints: { dynamodb: 'none', kms: 'existing', sts: 'none' },
    });
    expect(Object.keys(waits)).not.toContain('endpoint-security-group');
    expect(waits['kms-endpoint']).toEqual([]);
    expect(refs.dynamodbEndpoint).toBeUndefined();
    expect(refs.stsEndpoint).toBeUndefined();
  });

  it('uses the key that the spec names', () => {
    const { nodes } = build({ seal: { key: 'existing', keyId: 'alias/mine' } });
    const key = nodes.find(node => node.id === 'seal-key')?.make({});
    expect(key?.title).toBe('KMS key alias/mine');
    expect(key?.retain).toBeUndefined();
  });

  it('names things after the cluster, and knows the role before it exists', () => {
    const { nodes } = build();
    const role = nodes
      .find(node => node.id === 'vault-role')
      ?.make({
        table: { arn: 't' },
        key: { arn: 'k' },
        provider: { arn: 'p', issuer: 'i' },
      });
    expect(role?.predict?.()).toEqual({
      name: 'vault-eu-west-1-demo-vault-vault',
      arn: 'arn:aws:iam::111122223333:role/vault-eu-west-1-demo-vault-vault',
    });
  });

  it('names the role with its path, in the key policy too', () => {
    const { nodes } = build({ role: { name: 'vault', path: '/platform/' } });
    const make = (id: string, outputs = {}) =>
      nodes.find(node => node.id === id)?.make(outputs);
    const arn = 'arn:aws:iam::111122223333:role/platform/vault';
    const role = make('vault-role', {
      table: { arn: 't' },
      key: { arn: 'k' },
      provider: { arn: 'p', issuer: 'i' },
    });
    expect(role?.predict?.()).toEqual({ name: 'vault', arn });
    const changes = make('seal-key')?.diff({
      keyId: 'k',
      state: 'Enabled',
      metadata: {
        Arn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
        KeyState: 'Enabled',
      },
      policy: '{}',
      tags: [{ Key: 'vault-eks.io/cluster', Value: 'demo/vault/vault' }],
      usedAs: [],
    });
    expect(changes).toContainEqual(
      expect.objectContaining({
        field: 'policy',
        to: expect.stringContaining(`used by ${arn},`),
      }),
    );
  });

  it('finds for a destroy what earlier specs had made, the security group last', () => {
    const none = { dynamodb: 'none', kms: 'none', sts: 'none' } as const;
    const { nodes } = build({ endpoints: none }, { leftovers: true });
    const inside = nodes
      .filter(({ id }) => id.startsWith('unwanted-'))
      .map(node => [node.id, node.inside]);
    const group = ['endpoint-security-group'];
    expect(Object.fromEntries(inside)).toEqual({
      'unwanted-dynamodb-gateway': [],
      'unwanted-dynamodb-interface': group,
      'unwanted-kms-interface': group,
      'unwanted-sts-interface': group,
    });
    expect(nodes.map(({ id }) => id)).toContain(group[0]);
  });
});
