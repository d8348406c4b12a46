import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { AwsLookups } from '@vault-eks/backstage-plugin-vault-eks-node';
import request from 'supertest';
import { startPortal } from '../__testUtils__/startPortal';

const PATHS = {
  clusters: '/api/vault-eks/v1/lookups/clusters',
  network: '/api/vault-eks/v1/lookups/network',
  keys: '/api/vault-eks/v1/lookups/keys',
  tables: '/api/vault-eks/v1/lookups/tables',
};
const place = { region: 'eu-west-1', account: '111122223333' };

function fakeLookups(): jest.Mocked<AwsLookups> {
  return {
    findClusters: jest
      .fn()
      .mockResolvedValue({ clusters: [], silent: [], more: false }),
    readNetwork: jest
      .fn()
      .mockResolvedValue({ vpcId: 'vpc-1', subnets: [], routeTables: [] }),
    findKeys: jest.fn().mockResolvedValue({ keys: [], more: false }),
    findTables: jest.fn().mockResolvedValue({ tables: [], more: true }),
  };
}

jest.setTimeout(60_000);

describe('the look-ups', () => {
  let stop = async () => {};
  afterEach(() => stop());

  const start = async (options: Parameters<typeof startPortal>[0] = {}) => {
    const lookups = fakeLookups();
    const portal = await startPortal({ awsLookups: lookups, ...options });
    stop = portal.stop;
    return { lookups, api: request(portal.server) };
  };

  it('ask for what the query names and tell what is found', async () => {
    const { api, lookups } = await start();
    const network = await api
      .get(PATHS.network)
      .query({ ...place, cluster: 'prod' });
    expect(network.body.vpcId).toBe('vpc-1');
    expect(lookups.readNetwork.mock.calls[0][0]).toEqual({
      ...place,
      cluster: 'prod',
    });
    const tables = await api
      .get(PATHS.tables)
      .query({ region: 'eu-west-1', search: 'va' });
    expect(tables.body).toEqual({ tables: [], more: true });
    expect(lookups.findTables.mock.calls[0]).toEqual([
      { region: 'eu-west-1' },
      { search: 'va', signal: expect.any(AbortSignal) },
    ]);
    await api.get(PATHS.clusters).expect(200);
    expect(lookups.findClusters.mock.calls[0][0]).toEqual({});
  });

  it('share an answer among those who ask the same within seconds', async () => {
    const { api, lookups } = await start();
    await Promise.all([
      api.get(PATHS.keys).query(place),
      api.get(PATHS.keys).query(place),
    ]);
    await api.get(PATHS.keys).query(place).expect(200);
    expect(lookups.findKeys).toHaveBeenCalledTimes(1);
    await api.get(PATHS.keys).query({ ...place, search: 'x' });
    expect(lookups.findKeys).toHaveBeenCalledTimes(2);
  });

  it('ask again after a failure, which they tell with its reason and fix', async () => {
    const { api, lookups } = await start();
    lookups.findKeys.mockRejectedValueOnce(
      new ServiceUnavailableError('lacks kms:ListKeys. Give it the policy.'),
    );
    const refused = await api.get(PATHS.keys).query(place);
    expect([refused.status, refused.body.error.message]).toEqual([
      503,
      'lacks kms:ListKeys. Give it the policy.',
    ]);
    await api.get(PATHS.keys).query(place).expect(200);
  });

  it('tell what is not there as that, and of what is unexpected no insides', async () => {
    const { api, lookups } = await start();
    lookups.readNetwork.mockRejectedValueOnce(new NotFoundError('no such'));
    const query = { ...place, cluster: 'prod' };
    await api.get(PATHS.network).query(query).expect(404);
    lookups.readNetwork.mockRejectedValueOnce(
      Object.assign(new Error('arn:aws:iam::1:role/x'), { status: 403 }),
    );
    const failed = await api.get(PATHS.network).query(query);
    expect(failed.status).toBe(503);
    expect(failed.text).not.toContain('arn:aws');
  });

  it('end in time', async () => {
    const { api, lookups } = await start({
      vaultEksConfig: { lookups: { timeout: { milliseconds: 50 } } },
    });
    lookups.findKeys.mockImplementation(
      async (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const late = await api.get(PATHS.keys).query(place);
    expect([late.status, late.body.error.message]).toEqual([
      503,
      expect.stringMatching(/did not answer in time/),
    ]);
  });

  it.each([
    ['keys', {}, /region/],
    ['keys', { region: 'here' }, /region/],
    ['keys', { ...place, account: '12' }, /account/],
    ['keys', { ...place, search: 'x'.repeat(101) }, /search/],
    ['tables', { ...place, region: ['eu-west-1', 'eu-west-2'] }, /region/],
    ['tables', { ...place, table: 'x' }, /table/],
    ['network', place, /cluster/],
    ['network', { ...place, cluster: '../x' }, /cluster/],
    ['clusters', { region: { $ne: 'x' } }, /region/],
  ] as const)('refuse %s with %j by name', async (path, query, name) => {
    const { api, lookups } = await start();
    const refused = await api.get(PATHS[path]).query(query);
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringMatching(name),
    ]);
    for (const ask of Object.values(lookups)) {
      expect(ask).not.toHaveBeenCalled();
    }
  });

  it.each(Object.values(PATHS))('%s is for who may look up', async path => {
    const { api, lookups } = await start({ denied: ['vault-eks.lookup.read'] });
    const query = { ...place, cluster: 'prod' };
    await api
      .get(path)
      .query(query)
      .set('Authorization', mockCredentials.none.header())
      .expect(401);
    const denied = await api.get(path).query(query);
    expect([denied.status, denied.body.error.message]).toEqual([
      403,
      expect.stringContaining('vault-eks.lookup.read'),
    ]);
    for (const ask of Object.values(lookups)) {
      expect(ask).not.toHaveBeenCalled();
    }
  });

  it('do not start with settings that cannot be used', async () => {
    await expect(
      startPortal({ vaultEksConfig: { plans: { atOnce: 0 } } }),
    ).rejects.toThrow(/vaultEks\.plans\.atOnce/);
  });
});
