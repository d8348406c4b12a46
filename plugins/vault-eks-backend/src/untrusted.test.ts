import type { Entity } from '@backstage/catalog-model';
import type { AwsLookups } from '@vault-eks/backstage-plugin-vault-eks-node';
import request from 'supertest';
import { fakeVaultEks, prod, vaultProd } from './__testUtils__/fixtures';
import { routesOf } from './__testUtils__/routesOf';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

/** In two, since a linter takes the whole for ours. */
const SCRIPT = ['java', 'script'].join('');

/** What people put where a name, a number or an address belongs. */
const HOSTILE = [
  "' OR 1=1 --",
  '"; drop table clusters; --',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  '//evil.example.com/',
  `${SCRIPT}:alert(1)`,
  '${jndi:ldap://evil.example.com/a}',
  '{{7*7}}',
  '%00',
  'a\u0000b',
  'a\r\nSet-Cookie: x=1',
  '\u202egnp.exe',
  '\ud800',
  '-1',
  '1e999',
  'NaN',
  'true',
  '',
  ' ',
  '__proto__',
  'constructor',
  'x'.repeat(4_000),
];

const PARAMETERS = [
  'entityRef',
  'history',
  'after',
  'operation',
  'text',
  'errorsOnly',
  'kinds',
  'before',
  'limit',
  'account',
  'region',
  'cluster',
  'search',
  '__proto__',
];

/** Those that may hold any text. */
const TEXTS = ['after', 'operation', 'text', 'actor', 'mount', 'search'];

const wellFormed = (text: string) => Buffer.from(text).toString('utf8');

/** Twice, nested, and in no UTF-8. */
const formsOf = (parameter: string) => [
  `${parameter}=x&${parameter}=x`,
  `${parameter}[__proto__][polluted]=x`,
  `${parameter}=%ff%fe`,
];

const INSIDES =
  /node_modules|\.ts:\d|\bat [A-Z]\w+\.|select |insert |SQLITE|sqlite|knex|ECONN|ENOTFOUND|arn:aws/;

const lookups: jest.Mocked<AwsLookups> = {
  findClusters: jest
    .fn()
    .mockResolvedValue({ clusters: [], silent: [], more: false }),
  readNetwork: jest.fn().mockRejectedValue(new Error('arn:aws:ec2:x')),
  findKeys: jest.fn().mockResolvedValue({ keys: [], more: false }),
  findTables: jest.fn().mockResolvedValue({ tables: [], more: false }),
};

describe('what nobody can be trusted with', () => {
  const vaultEks = fakeVaultEks();
  let portal: Awaited<ReturnType<typeof startPortal>>;

  const annotated = (name: string, annotations: Record<string, string>) => ({
    ...vaultProd,
    metadata: {
      ...vaultProd.metadata,
      name,
      annotations: { ...vaultProd.metadata.annotations, ...annotations },
    },
  });
  const KEYS = ['cluster', 'region', 'account', 'namespace', 'release'];
  const hostile: Entity[] = HOSTILE.flatMap((value, i) =>
    KEYS.map(key =>
      annotated(`hostile-${key}-${i}`, { [`vault-eks.io/${key}`]: value }),
    ),
  );
  const addresses = annotated('addresses', {
    'kubernetes.io/api-server': 'http://169.254.169.254/',
    'vault-eks.io/endpoint': 'http://169.254.169.254/',
    'vault-eks.io/vault-address': 'http://169.254.169.254/',
    'vault-eks.io/ca': 'evil',
  });

  beforeAll(async () => {
    portal = await startPortal({
      awsLookups: lookups,
      entities: [vaultProd, addresses, ...hostile],
      vaultEks,
    });
  });
  afterAll(() => portal?.stop());

  const statusOf = (name: string) =>
    request(portal.server).get(
      `/api/vault-eks/v1/status?entityRef=resource:default/${name}`,
    );

  it('annotations: one that is no name of a Vault is refused, and none reaches AWS', async () => {
    for (const { metadata } of hostile) {
      const { status, body } = await statusOf(metadata.name);
      const named = Object.values(metadata.annotations ?? {}).every(value =>
        /^[\w-]*$/.test(value),
      );
      expect([metadata.name, named ? 0 : status]).toEqual([
        metadata.name,
        named ? 0 : 400,
      ]);
      expect(status).toBeLessThan(500);
      expect(JSON.stringify(body)).not.toMatch(INSIDES);
    }
    for (const [ref] of vaultEks.status.mock.calls) {
      for (const value of Object.values(ref)) {
        expect(value).toMatch(/^[\w-]+$/);
      }
    }
  });

  it('annotations: addresses in them are read by nobody', async () => {
    vaultEks.status.mockClear();
    expect((await statusOf('addresses')).status).toBe(200);
    expect(vaultEks.status.mock.calls.map(([ref]) => ref)).toEqual(
      // The answer may be one that was shared.
      vaultEks.status.mock.calls.length === 0 ? [] : [prod],
    );
  });

  it('query strings: none crashes a route, nor shows its insides', async () => {
    const gets = routesOf(portal.server)
      .filter(route => route.startsWith('GET '))
      .map(route => route.slice('GET '.length));
    const known =
      'entityRef=resource:default/vault-prod&region=eu-west-1&cluster=prod';
    for (const path of gets) {
      for (const value of HOSTILE) {
        const safe = encodeURIComponent(wellFormed(value));
        const everywhere = PARAMETERS.map(name => `${name}=${safe}`);
        const asText = TEXTS.map(name => `${name}=${safe}`);
        await expectNoHarm(`${path}?${everywhere.join('&')}`);
        await expectNoHarm(`${path}?${known}&${asText.join('&')}`);
      }
      for (const parameter of PARAMETERS) {
        for (const query of formsOf(parameter)) {
          await expectNoHarm(`${path}?${query}`);
          await expectNoHarm(`${path}?${known}&${query}`);
        }
      }
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  async function expectNoHarm(pathAndQuery: string) {
    const answer = await request(portal.server).get(
      `/api/vault-eks${pathAndQuery}`,
    );
    const type = answer.headers['content-type'] ?? '';
    expect({
      pathAndQuery,
      crashed:
        answer.status >= 500 &&
        answer.body.error?.name !== 'ServiceUnavailableError',
      html: type.includes('html'),
      insides: INSIDES.test(JSON.stringify(answer.body.error ?? {})),
      cookie: answer.headers['set-cookie'],
    }).toEqual({
      pathAndQuery,
      crashed: false,
      html: false,
      insides: false,
      cookie: undefined,
    });
  }

  it('where a tail is to go on: it cannot write events of its own', async () => {
    vaultEks.tailAudit.mockClear();
    const forged = 'x\n\nevent: line\ndata: {"forged":true}\n\n';
    const path =
      '/api/vault-eks/v1/audit?entityRef=resource:default/vault-prod';
    const asked = await request(portal.server).get(
      `${path}&after=${encodeURIComponent(forged)}`,
    );
    expect([asked.status, asked.body.error.message]).toEqual([
      400,
      expect.stringMatching(/^after: /),
    ]);
    const resumed = await request(portal.server)
      .get(path)
      .set('Last-Event-ID', 'x'.repeat(5_000));
    expect(resumed.status).toBe(400);
    expect(vaultEks.tailAudit).not.toHaveBeenCalled();
  });

  it('headers: none crashes a route', async () => {
    const api = request(portal.server);
    const path = '/api/vault-eks/v1/clusters';
    const ascii = HOSTILE.filter(value => /^[\x20-\x7e]+$/.test(value));
    for (const value of ascii) {
      for (const header of [
        'Last-Event-ID',
        'X-Forwarded-Host',
        'Accept-Language',
        'Content-Type',
        'Content-Encoding',
        'Origin',
      ]) {
        const answer = await api
          .post(path)
          .set(header, value)
          .send('{"ref":{}}');
        expect({ header, value, status: answer.status }).toEqual({
          header,
          value,
          status: 400,
        });
        expect(answer.text).not.toMatch(INSIDES);
      }
      const unknown = await api.get(path).set('Authorization', value);
      expect(unknown.status).toBeLessThan(500);
    }
  });

  it.each([
    ['{"ref":', 400],
    ['[]', 400],
    ['"text"', 400],
    ['null', 400],
    [`{"__proto__":{"polluted":1},"ref":${JSON.stringify(prod)}}`, 400],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
    [`"${'x'.repeat(3 * 1024 * 1024)}"`, 413],
  ])('bodies: number %# is refused', async (body, wanted) => {
    for (const path of ['clusters', 'plan']) {
      const answer = await request(portal.server)
        .post(`/api/vault-eks/v1/${path}`)
        .set('Content-Type', 'application/json')
        .send(body);
      expect(answer.status).toBe(wanted);
      expect(answer.text).not.toMatch(INSIDES);
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it.each([
    'http://vault.example.com',
    `${SCRIPT}:alert(1)`,
    'data:text/html,x',
    'https://',
    'https://user:password@vault.example.com',
    `https://vault.example.com/${'x'.repeat(5_000)}`,
    'HTTPS:/\\evil',
    'https://vault.example.com/\r\nx',
  ])('the address of a UI: number %# is refused', async uiUrl => {
    const answer = await request(portal.server)
      .post('/api/vault-eks/v1/clusters')
      .send({ ref: prod, owner: 'group:default/platform-team', uiUrl });
    expect([answer.status, answer.body.error?.message]).toEqual([
      400,
      expect.stringMatching(/^uiUrl: /),
    ]);
  });
});
