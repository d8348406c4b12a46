import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from './harness';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(240_000);

describe('a deploy that is killed and run again', () => {
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
    const killed = new AbortController();
    const known: string[] = [];
    await expect(
      harness.vaultEks.deploy(spec, {
        signal: killed.signal,
        logger: harness.logger(said => {
          if (line.test(said)) {
            killed.abort();
          }
        }),
      }),
    ).rejects.toThrow();
    expect(killed.signal.aborted).toBe(true);
    const { rootToken, recoveryKeys } = await readCustody(
      vaultNames(spec).custodySecret,
    ).catch(() => ({ rootToken: undefined, recoveryKeys: undefined }));
    known.push(...(recoveryKeys ?? []), ...(rootToken ? [rootToken] : []));

    const report = await harness.vaultEks.deploy(spec, {
      signal: new AbortController().signal,
      logger: harness.logger(),
    });

    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(findSecrets(harness.lines.join('\n'), known)).toEqual([]);
    const again = await harness.vaultEks.deploy(spec, {
      signal: new AbortController().signal,
      logger: harness.logger(),
    });
    expect(again.changed).toBe(false);
  });
});
