import request from 'supertest';
import { prod, vaultProd } from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';
import { untilTrue } from '../__testUtils__/untilTrue';

jest.setTimeout(60_000);

const atOnce = {
  schedule: { frequency: { hours: 1 }, timeout: { minutes: 1 } },
};
const ours = {
  ...vaultProd,
  metadata: {
    ...vaultProd.metadata,
    name: 'vault-of-the-registry',
    annotations: {
      ...vaultProd.metadata.annotations,
      'vault-eks.io/cluster': 'other',
      'backstage.io/managed-by-origin-location':
        'vault-eks-registry:resource:default/x',
    },
  },
};
const broken = {
  ...vaultProd,
  metadata: {
    ...vaultProd.metadata,
    name: 'broken',
    annotations: { 'vault-eks.io/cluster': '../../etc' },
  },
};

describe('the sources of the registry', () => {
  it('are app-config and the annotated entities of the catalog', async () => {
    const { server } = await startPortal({
      entities: [vaultProd, ours, broken],
      vaultEksConfig: {
        sources: atOnce,
        clusters: [
          {
            cluster: 'dev',
            region: prod.region,
            account: prod.account,
            owner: 'group:default/developers',
            uiUrl: 'https://vault.dev.example.com',
          },
        ],
      },
    });
    const fleet = async () =>
      (await request(server).get('/api/vault-eks/v1/clusters')).body;
    await untilTrue('both are there', async () => (await fleet()).length > 1);
    expect(await fleet()).toEqual([
      {
        entityRef: 'resource:default/vault-dev',
        ref: { ...prod, cluster: 'dev' },
        owner: 'group:default/developers',
        uiUrl: 'https://vault.dev.example.com',
        registeredAt: expect.any(String),
        sources: ['config'],
      },
      {
        entityRef: 'resource:default/vault-prod',
        ref: prod,
        owner: 'group:default/platform-team',
        registeredAt: expect.any(String),
        sources: ['catalog'],
      },
    ]);
  });

  const dev = {
    cluster: 'dev',
    region: 'eu-west-1',
    account: '111122223333',
    owner: 'group:default/developers',
  };
  it.each([
    [[dev, { ...dev, account: '12' }], 'vaultEks.clusters[1].account'],
    [[{ ...dev, owner: undefined }], 'vaultEks.clusters[0].owner'],
    [[{ ...dev, colour: 'red' }], 'colour'],
    [[dev, dev], 'vaultEks.clusters[1] names the same Vault'],
  ])('do not start on %j', async (clusters, message) => {
    await expect(
      startPortal({
        vaultEksConfig: { clusters: JSON.parse(JSON.stringify(clusters)) },
      }),
    ).rejects.toThrow(message);
  });
});
