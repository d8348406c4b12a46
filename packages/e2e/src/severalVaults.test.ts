import { startHarness, type Harness } from './harness';

jest.setTimeout(420_000);

const { signal } = new AbortController();

describe('two Vaults with an injector each in one cluster', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const options = () => ({ signal, logger: harness.logger() });
  const first = () =>
    harness.spec({
      replicas: 1,
      injector: { replicas: 1, exceptNamespaces: ['vault-b', 'team-b'] },
    });
  const second = (injector = {}) =>
    harness.spec({
      ...{ namespace: 'vault-b', release: 'vault-b', replicas: 1 },
      injector: { replicas: 1, ...injector },
      endpoints: { dynamodb: 'none', kms: 'none', sts: 'none' },
    });
  const failing = async (spec: ReturnType<typeof first>) => {
    const { claims } = await harness.vaultEks.deploy(spec, options());
    expect(claims.map(({ id }) => id)).toContain('injector-secret');
    return claims.filter(
      ({ passed, severity }) => !passed && severity !== 'warning',
    );
  };

  it('are told apart by namespaces, and each serves its own pods', async () => {
    expect(await failing(first())).toEqual([]);

    const { blocked, findings } = await harness.vaultEks.plan(
      second(),
      options(),
    );
    expect(blocked).toBe(true);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        id: 'injectors-overlap',
        what: expect.stringMatching(/vault-agent-injector-cfg of vault /),
      }),
    ]);

    // The webhook of the first one is asked first, so only its selector keeps it from the pods of the second one.
    expect(await failing(second({ namespaces: ['team-b'] }))).toEqual([]);
    const { drifted } = await harness.vaultEks.drift(first(), options());
    expect(drifted).toBe(false);
  });
});
