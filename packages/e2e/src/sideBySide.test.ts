import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  DefaultVaultEks,
  provisionPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';
import { awsInventory } from './inventory';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(300_000);

const { signal } = new AbortController();

describe('two deploys of one Vault at the same time', () => {
  let harness: Harness;
  let other: DefaultVaultEks;

  beforeAll(async () => {
    harness = await startHarness();
    other = DefaultVaultEks.create({
      config: harness.config,
      logger: harness.logger(),
    });
  });

  afterAll(async () => {
    await other?.close();
    await harness?.stop();
  });

  it('make each thing on AWS once, and both come to their end', async () => {
    const spec = harness.spec({ release: 'twice' });
    const run = {
      ...{ signal, logger: harness.logger() },
      part: provisionPart,
    };
    const reports = await Promise.all([
      harness.vaultEks.ensure(spec, run),
      other.ensure(spec, run),
    ]);
    expect(reports[0].outputs).toEqual(reports[1].outputs);
    expect((await other.ensure(spec, run)).changed).toBe(false);
    const { endpoints } = await awsInventory(harness.sandbox);
    expect(endpoints).toHaveLength(3);
    await other.destroy(spec, {
      ...run,
      onlyAws: true,
    });
  });

  it('lose no recovery key, and the next run finishes what they began', async () => {
    const spec = harness.spec();
    const options = { signal, logger: harness.logger() };
    const ends = await Promise.allSettled([
      harness.vaultEks.deploy(spec, options),
      other.deploy(spec, options),
    ]);
    // One may be told that the other was at the same work; what must not happen is that neither holds the keys.
    const told = ends.flatMap(end =>
      end.status === 'rejected' ? [String(end.reason)] : [],
    );
    expect(told.join()).not.toMatch(/nobody holds them/);

    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const { recoveryKeys, rootToken } = await readCustody(
      vaultNames(spec).custodySecret,
    );
    expect(recoveryKeys).toHaveLength(5);
    expect(rootToken).toBeUndefined();
    expect(findSecrets(harness.lines.join('\n'), recoveryKeys ?? [])).toEqual(
      [],
    );
    expect(findSecrets(told.join('\n'), recoveryKeys ?? [])).toEqual([]);
    const again = await harness.vaultEks.deploy(spec, options);
    expect(again.changed).toBe(false);
  });
});
