import {
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { breakCall, mendCalls, pendingFaults } from '../faults/control';
import { startHarness, type Harness } from '../harness';
import { findSecrets, readCustody } from '../secrets';
import { until } from '../until';

jest.setTimeout(300_000);

describe('a deploy that is called off while the keys are on their way', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const specFor = (name: string) =>
    harness.spec({
      namespace: name,
      release: name,
      replicas: 1,
      injector: { enabled: false },
      endpoints: { dynamodb: 'none', kms: 'none', sts: 'none' },
    });

  const deploy = (
    spec: VaultClusterSpec,
    signal = new AbortController().signal,
  ) => harness.vaultEks.deploy(spec, { signal, logger: harness.logger() });

  async function callOff(
    spec: VaultClusterSpec,
    moment: () => Promise<boolean>,
  ): Promise<void> {
    const run = new AbortController();
    const reason = new Error('called off');
    const end = deploy(spec, run.signal).then(
      () => undefined,
      error => error,
    );
    await until(
      'the moment to call it off',
      async () => (await moment()) || undefined,
      120_000,
    );
    run.abort(reason);
    await mendCalls(harness.sandbox);
    expect(await end).toBeDefined();
  }

  /** What lies in custody, and what the next deploy makes of it. */
  async function goOn(spec: VaultClusterSpec) {
    const { custodySecret } = vaultNames(spec);
    const kept = await readCustody(custodySecret);
    const { recoveryKeys = [] } = kept;
    const { claims } = await deploy(spec);
    return {
      state: kept.state,
      shares: recoveryKeys.length,
      rootToken: kept.rootToken !== undefined,
      failed: claims.filter(claim => !claim.passed),
      rootTokenLeft: (await readCustody(custodySecret)).rootToken,
      said: findSecrets(harness.lines.join('\n'), recoveryKeys),
    };
  }

  const KEPT = {
    state: 'initialised',
    shares: 5,
    rootToken: true,
    failed: [],
    rootTokenLeft: undefined,
    said: [],
  };

  it('waits for the answer of Vault, and brings them to custody', async () => {
    const spec = specFor('vault-late');
    await breakCall(harness.sandbox, {
      service: 'vault',
      operation: 'PUT sys/init',
      kind: 'delay',
      delayMs: 3_000,
    });
    await callOff(
      spec,
      async () => (await pendingFaults(harness.sandbox)) === 0,
    );
    expect(await goOn(spec)).toEqual(KEPT);
  });

  it('waits for a custody that takes them again', async () => {
    const spec = specFor('vault-denied');
    await breakCall(harness.sandbox, {
      service: 'secretsmanager',
      operation: 'PutSecretValue',
      kind: 'deny',
      // The first says that an initialisation begins.
      skip: 1,
      count: 1_000,
    });
    await callOff(spec, async () =>
      harness.lines.some(line => /cannot be brought to .*denied/.test(line)),
    );
    expect(await goOn(spec)).toEqual(KEPT);
  });
});
