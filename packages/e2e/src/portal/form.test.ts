import type {
  ClusterNetwork,
  FoundClusters,
  FoundTables,
  Plan,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { inventory } from '../inventory';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

const BASE = '/api/vault-eks/v1';
const place = 'region=eu-west-1&account=111122223333';

describe('what a form asks of the portal', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal();
  });
  afterAll(() => portal?.stop());

  it('finds what can be chosen', async () => {
    const { clusters, silent } = await portal.api.json<FoundClusters>(
      'GET',
      `${BASE}/lookups/clusters`,
    );
    expect({ names: clusters.map(({ name }) => name).sort(), silent }).toEqual({
      names: ['platform-dev', 'platform-prod'],
      silent: [],
    });
    expect(
      clusters.flatMap(({ problems }) =>
        problems.filter(({ severity }) => severity === 'error'),
      ),
    ).toEqual([]);
    const network = await portal.api.json<ClusterNetwork>(
      'GET',
      `${BASE}/lookups/network?${place}&cluster=platform-prod`,
    );
    expect(network.subnets.filter(({ ofCluster }) => ofCluster)).not.toEqual(
      [],
    );
    const { tables } = await portal.api.json<FoundTables>(
      'GET',
      `${BASE}/lookups/tables?${place}`,
    );
    expect(tables).toEqual([]);
  });

  it('says of a cluster that there is none, and of a place that it is not allowed', async () => {
    const none = await portal.api.ask(
      'GET',
      `${BASE}/lookups/network?${place}&cluster=nowhere`,
    );
    expect([none.status, none.body]).toEqual([
      404,
      expect.stringContaining('There is no EKS cluster nowhere'),
    ]);
    const refused = await portal.api.ask(
      'GET',
      `${BASE}/lookups/keys?region=us-east-1`,
    );
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.stringContaining('us-east-1 is not allowed'),
    ]);
  });

  it('plans for what was typed so far, and changes nothing', async () => {
    const before = await inventory(portal.sandbox);
    const plan = await portal.api.json<Plan>('POST', `${BASE}/plan`, {
      cluster: 'platform-prod',
      region: 'eu-west-1',
    });
    expect(plan).toMatchObject({ blocked: false, changes: true });
    expect(plan.steps.find(({ id }) => id === 'dynamodb-table')).toMatchObject({
      verb: 'create',
    });
    const tooMany = await portal.api.json<Plan>('POST', `${BASE}/plan`, {
      cluster: 'platform-dev',
      region: 'eu-west-1',
      replicas: 9,
    });
    expect(tooMany.blocked).toBe(true);
    expect(await inventory(portal.sandbox)).toEqual(before);
  });
});
