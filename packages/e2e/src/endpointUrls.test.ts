import { startHarness, type Harness } from './harness';
import { kubectl } from './kubectl';

jest.setTimeout(300_000);

const { signal } = new AbortController();

describe('a Vault with endpoints of its own names only', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  it('is told where they are, and works', async () => {
    const spec = harness.spec({
      endpoints: {
        types: { dynamodb: 'interface' },
        privateDns: false,
        policy: 'narrow',
      },
    });
    const options = { signal, logger: harness.logger() };
    const plan = await harness.vaultEks.plan(spec, options);
    expect(plan.blocked).toBe(false);
    expect(plan.findings.map(({ id }) => id)).toContain(
      'sts-without-private-dns',
    );
    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);

    const get = (what: string, path: string) =>
      kubectl(
        harness.sandbox,
        ...['get', what, '--namespace', spec.namespace],
        ...['--output', `jsonpath=${path}`],
      );
    const config = await get('configmap/vault-config', '{.data}');
    expect(config).toMatch(
      /storage.*endpoint +=.*https:\/\/vpce-[^"]*dynamodb/,
    );
    expect(config).toMatch(/seal.*endpoint +=.*https:\/\/vpce-[^"]*kms/);
    const env = '{.spec.containers[0].env[?(@.name=="AWS_ENDPOINT_URL_STS")]}';
    expect(await get('pod/vault-0', env)).toMatch(
      /https:\/\/vpce-[^"]*\.sts\./,
    );

    const again = await harness.vaultEks.deploy(spec, options);
    expect(again.changed).toBe(false);
  });
});
