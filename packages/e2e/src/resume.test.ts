import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from './harness';
import { deployUntilKilled } from './killed/deployUntilKilled';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(240_000);

describe('a deploy whose process is killed and that is run again', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });

  afterEach(() => harness?.stop());

  it.each([
    ['the table', /AWS: created DynamoDB table/],
    ['the Helm release', /Helm: created Helm release/],
    ['the initialisation', /Initialise: created/],
  ])('finishes after %s', async (_, line) => {
    const spec = harness.spec();
    const known: string[] = [];
    const learnSecrets = async () => {
      const { recoveryKeys, rootToken } = await readCustody(
        vaultNames(spec).custodySecret,
      );
      known.push(...(recoveryKeys ?? []), ...(rootToken ? [rootToken] : []));
    };

    const killed = await deployUntilKilled(harness, spec, line);

    expect(killed.output).toMatch(line);
    expect(killed.signal).toBe('SIGKILL');
    await learnSecrets().catch(() => undefined);
    const options = {
      signal: new AbortController().signal,
      logger: harness.logger(),
    };
    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    await learnSecrets();
    expect(known.length).toBeGreaterThanOrEqual(5);
    const said = [killed.output, ...harness.lines].join('\n');
    expect(findSecrets(said, known)).toEqual([]);
    const again = await harness.vaultEks.deploy(spec, options);
    expect(again.changed).toBe(false);
  });
});
