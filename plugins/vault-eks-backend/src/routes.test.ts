import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { fakeVaultEks, prod } from './__testUtils__/fixtures';
import { routesOf } from './__testUtils__/routesOf';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

interface Row {
  /** What stands after the path, of something that is there. */
  readonly query?: string;
  readonly body?: object;
  /** Without it the answer is 403. */
  readonly permission?: string;
  /** The query that names something that is not there; left out where nothing is named. */
  readonly absent?: string;
  /** Open to everybody. */
  readonly open?: true;
  /** What one may not see is left out of the answer instead. */
  readonly leavesOut?: true;
}

const known = '?entityRef=resource:default/vault-prod';
const absent = '?entityRef=resource:default/other';
const onEntity = (permission: string): Row => ({
  query: known,
  permission,
  absent,
});
const lookUp = (query: string): Row => ({
  query,
  permission: 'vault-eks.lookup.read',
});

/** A row for each route; a route without one fails the first test below. */
const ROWS: Readonly<Record<string, Row>> = {
  'GET /v1/health': { open: true },
  'GET /v1/status': onEntity('vault-eks.status.read'),
  'GET /v1/audit': onEntity('vault-eks.audit.read'),
  'GET /v1/transitions': onEntity('vault-eks.status.read'),
  'GET /v1/clusters': { permission: 'vault-eks.status.read', leavesOut: true },
  'POST /v1/clusters': {
    body: { ref: prod, owner: 'group:default/platform-team' },
    permission: 'vault-eks.cluster.register',
  },
  'DELETE /v1/clusters': onEntity('vault-eks.cluster.manage'),
  'GET /v1/lookups/clusters': lookUp(''),
  'GET /v1/lookups/network': lookUp('?region=eu-west-1&cluster=prod'),
  'GET /v1/lookups/keys': lookUp('?region=eu-west-1'),
  'GET /v1/lookups/tables': lookUp('?region=eu-west-1'),
  'POST /v1/plan': {
    body: { cluster: 'prod', region: 'eu-west-1' },
    permission: 'vault-eks.lookup.read',
  },
};

const call = (
  portal: Awaited<ReturnType<typeof startPortal>>,
  route: string,
  query = '',
) => {
  const [method, path] = route.split(' ');
  const url = `/api/vault-eks${path}${query}`;
  const api = request(portal.server);
  if (method === 'POST') {
    return api.post(url).send(ROWS[route].body);
  }
  return method === 'DELETE' ? api.delete(url) : api.get(url);
};

const rowsWith = (has: (row: Row) => boolean) =>
  Object.entries(ROWS).filter(([, row]) => has(row));

describe('every route', () => {
  let open: Awaited<ReturnType<typeof startPortal>>;
  beforeAll(async () => {
    open = await startPortal();
  });
  afterAll(() => open?.stop());

  it('has a row in this table', () => {
    expect(routesOf(open.server)).toEqual(Object.keys(ROWS).sort());
  });

  it.each(rowsWith(row => !row.open))(
    '%s answers 401 to nobody',
    async (route, { query }) => {
      const { status, body } = await call(open, route, query).set(
        'Authorization',
        mockCredentials.none.header(),
      );
      expect([status, body.error.name]).toEqual([401, 'AuthenticationError']);
    },
  );

  it.each(rowsWith(row => Boolean(row.open)))(
    '%s is open to everybody',
    async (route, { query }) => {
      const { status } = await call(open, route, query).set(
        'Authorization',
        mockCredentials.none.header(),
      );
      expect(status).toBe(200);
    },
  );

  it.each(rowsWith(row => Boolean(row.permission) && !row.leavesOut))(
    '%s answers 403 without the permission, and does nothing',
    async (route, { query, permission }) => {
      const vaultEks = fakeVaultEks();
      const shut = await startPortal({ denied: [permission ?? ''], vaultEks });
      const { status, body } = await call(shut, route, query);
      await shut.stop();
      expect([status, body.error.message]).toEqual([
        403,
        expect.stringMatching(`You may not use ${permission}`),
      ]);
      for (const engineCall of Object.values(vaultEks)) {
        expect(engineCall).not.toHaveBeenCalled();
      }
    },
  );

  it.each(rowsWith(row => Boolean(row.leavesOut)))(
    '%s leaves out what one may not see',
    async (route, { permission }) => {
      const shut = await startPortal({ denied: [permission ?? ''] });
      await call(shut, 'POST /v1/clusters');
      const { status, body } = await call(shut, route);
      await shut.stop();
      expect([status, body]).toEqual([200, []]);
    },
  );

  it.each(rowsWith(row => Boolean(row.absent)))(
    '%s answers 404 to what is not there',
    async (route, row) => {
      const { status, body } = await call(open, route, row.absent);
      expect([status, body.error.name]).toEqual([404, 'NotFoundError']);
    },
  );

  it.each(rowsWith(row => Boolean(row.absent)))(
    '%s tells whom the policy denies nothing of what is there',
    async (route, { permission, query, absent: other }) => {
      const shut = await startPortal({ denied: [permission ?? ''] });
      const statuses = [
        (await call(shut, route, query)).status,
        (await call(shut, route, other)).status,
      ];
      await shut.stop();
      expect(statuses).toEqual([403, 403]);
    },
  );
});
