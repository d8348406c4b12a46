import { X509Certificate } from 'node:crypto';
import { stringify } from 'yaml';
import { startTestCluster, type TestCluster } from '../testing/testCluster';

jest.setTimeout(60_000);

const certificate = (spec: object = {}, name = 'web') =>
  stringify({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: 'default' },
    spec: {
      secretName: `${name}-tls`,
      secretTemplate: { labels: { team: 'web' } },
      issuerRef: { name: 'platform-ca', kind: 'ClusterIssuer' },
      dnsNames: ['web.default.svc'],
      ipAddresses: ['10.0.0.7'],
      usages: ['digital signature', 'server auth'],
      privateKey: { algorithm: 'ECDSA', size: 256 },
      ...spec,
    },
  });

describe('a cluster without cert-manager', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.close());

  it('does not serve its custom resources', async () => {
    const groups = await cluster.kubectl(['api-versions']);
    expect(groups.stdout).not.toContain('cert-manager.io');
    const got = await cluster.kubectl([
      'get',
      '--raw',
      '/apis/cert-manager.io/v1/clusterissuers',
    ]);
    expect(got.stderr).toContain('NotFound');
  });
});

describe('a cluster with cert-manager', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startTestCluster({ addons: ['cert-manager'] });
  });
  afterAll(() => cluster?.close());

  const json = async (...args: string[]) =>
    JSON.parse((await cluster.kubectl([...args, '-o', 'json'])).stdout);
  const ready = (name: string) =>
    cluster.kubectl([
      'wait',
      '--for=condition=Ready',
      '--timeout=20s',
      'certificate',
      name,
    ]);

  it('has an issuer that is ready', async () => {
    const { status } = await json('get', 'clusterissuer', 'platform-ca');
    expect(status.conditions).toMatchObject([
      { type: 'Ready', status: 'True', reason: 'KeyPairVerified' },
    ]);
  });

  it('issues into a secret of the type kubernetes.io/tls', async () => {
    await cluster.kubectl(['apply', '-f', '-'], certificate());
    expect((await ready('web')).code).toBe(0);
    const secret = await json('get', 'secret', 'web-tls');
    expect(secret.type).toBe('kubernetes.io/tls');
    expect(secret.metadata).toMatchObject({
      labels: { team: 'web', 'controller.cert-manager.io/fao': 'true' },
      annotations: {
        'cert-manager.io/certificate-name': 'web',
        'cert-manager.io/issuer-kind': 'ClusterIssuer',
      },
    });
    const pem = (entry: string) => Buffer.from(secret.data[entry], 'base64');
    const leaf = new X509Certificate(pem('tls.crt'));
    expect(leaf.checkIssued(new X509Certificate(pem('ca.crt')))).toBe(true);
    expect(leaf.subjectAltName).toBe(
      'DNS:web.default.svc, IP Address:10.0.0.7',
    );
    const { status } = await json('get', 'certificate', 'web');
    expect(status).toMatchObject({
      revision: 1,
      notAfter: expect.any(String),
      renewalTime: expect.any(String),
      conditions: [
        {
          type: 'Ready',
          reason: 'Ready',
          message: 'Certificate is up to date and has not expired',
        },
      ],
    });
  });

  it('issues anew when the spec changes, and when it is triggered', async () => {
    await cluster.kubectl(
      ['apply', '-f', '-'],
      certificate({ dnsNames: ['web.default.svc', 'web.example.com'] }),
    );
    const revision = async () =>
      (await json('get', 'certificate', 'web')).status.revision;
    expect(await eventually(async () => (await revision()) === 2)).toBe(true);
    await cluster.kubectl([
      'patch',
      'certificate',
      'web',
      '--subresource=status',
      '--type=merge',
      `--patch=${JSON.stringify({
        status: {
          conditions: [
            { type: 'Issuing', status: 'True', reason: 'ManuallyTriggered' },
          ],
        },
      })}`,
    ]);
    expect(await eventually(async () => (await revision()) === 3)).toBe(true);
  });

  it('waits for an issuer that is not there', async () => {
    await cluster.kubectl(
      ['apply', '-f', '-'],
      certificate({ issuerRef: { name: 'none' } }, 'lost'),
    );
    const told = await eventually(async () => {
      const { items } = await json('get', 'certificaterequests');
      return items.some(
        ({ status }: { status?: { conditions: { message: string }[] } }) =>
          status?.conditions.some(
            ({ message }) =>
              message ===
              'Referenced "Issuer" not found: issuer.cert-manager.io "none" not found',
          ),
      );
    });
    expect(told).toBe(true);
  });

  it('gives up on what is denied, and tries again when it is triggered', async () => {
    cluster.server.signer.change('deny', 'not by this team');
    await cluster.kubectl(['apply', '-f', '-'], certificate({}, 'denied'));
    const gaveUp = await eventually(async () => {
      const { status } = await json('get', 'certificate', 'denied');
      return status?.conditions?.some(
        (c: { type: string; status: string; message: string }) =>
          c.type === 'Issuing' &&
          c.status === 'False' &&
          c.message ===
            'The certificate request has failed to complete and will be retried: not by this team',
      );
    });
    expect(gaveUp).toBe(true);
    cluster.server.signer.change('sign', '');
    await cluster.kubectl([
      'patch',
      'certificate',
      'denied',
      '--subresource=status',
      '--type=merge',
      '--patch={"status":{"conditions":[{"type":"Issuing","status":"True","reason":"ManuallyTriggered"}]}}',
    ]);
    expect((await ready('denied')).code).toBe(0);
  });

  it('refuses what its webhook refuses', async () => {
    const long = await cluster.kubectl(
      ['apply', '-f', '-'],
      certificate({ commonName: 'a'.repeat(65) }, 'long'),
    );
    expect(long.stderr).toContain('may not be more than 64 bytes');
    const window = await cluster.kubectl(
      ['apply', '-f', '-'],
      certificate({ duration: '24h', renewBefore: '24h0m0s' }, 'window'),
    );
    expect(window.stderr).toContain('must be greater than renewBefore');
  });
});

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return true;
}
