import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { initPart } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';
import { deployUntilKilled } from './killed/deployUntilKilled';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(300_000);

describe('the initialisation alone', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  it('brings the keys into custody once, and a deploy goes on from there', async () => {
    const spec = harness.spec({ replicas: 1, injector: { enabled: false } });
    const { custodySecret } = vaultNames(spec);
    const run = {
      part: initPart,
      signal: new AbortController().signal,
      logger: harness.logger(),
    };
    await deployUntilKilled(harness, spec, /Helm: created Helm release/);

    const { changed, outputs } = await harness.vaultEks.ensure(spec, run);
    expect(changed).toBe(true);
    expect(outputs.custodySecretName).toBe(custodySecret);
    const { recoveryKeys = [], rootToken = '' } = await readCustody(
      custodySecret,
    );
    expect(recoveryKeys).toHaveLength(5);
    expect((await harness.vaultEks.ensure(spec, run)).changed).toBe(false);

    const report = await harness.vaultEks.deploy(spec, run);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(await readCustody(custodySecret)).toEqual(
      expect.not.objectContaining({ rootToken: expect.anything() }),
    );
    const said = [...harness.lines, JSON.stringify(report)].join('\n');
    expect(findSecrets(said, [...recoveryKeys, rootToken])).toEqual([]);
  });
});
