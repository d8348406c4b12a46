import {
  DescribeKeyCommand,
  KMSClient,
  ListResourceTagsCommand,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import {
  ownershipValue,
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  DefaultVaultEks,
  provisionPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { beLate } from './faults/control';
import { startHarness, type Harness } from './harness';
import { awsInventory } from './inventory';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(300_000);

const { signal } = new AbortController();

/** The states of the keys that were ever made for a Vault. */
async function keyStates(spec: VaultClusterSpec): Promise<unknown[]> {
  const kms = new KMSClient({});
  const states: unknown[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys) {
      const { Tags = [] } = await kms.send(
        new ListResourceTagsCommand({ KeyId }),
      );
      if (Tags.some(({ TagValue }) => TagValue === ownershipValue(spec))) {
        const key = await kms.send(new DescribeKeyCommand({ KeyId }));
        states.push(key.KeyMetadata?.KeyState);
      }
    }
  }
  return states;
}

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

  it('make each thing on AWS once, both come to their end, and so do two destroys', async () => {
    const spec = harness.spec({
      release: 'twice',
      storage: { deletionProtection: false },
    });
    const run = {
      ...{ signal, logger: harness.logger() },
      part: provisionPart,
    };
    // Neither is likely to see in time that the other has made a key.
    await beLate(harness.sandbox, { kms: 3 });
    const reports = await Promise.all([
      harness.vaultEks.ensure(spec, run),
      other.ensure(spec, run),
    ]);
    await beLate(harness.sandbox, {});
    expect(reports[0].outputs).toEqual(reports[1].outputs);
    expect((await other.ensure(spec, run)).changed).toBe(false);
    const { endpoints } = await awsInventory(harness.sandbox);
    expect(endpoints).toHaveLength(3);
    const live = (state: unknown) => state !== 'PendingDeletion';
    expect((await keyStates(spec)).filter(live)).toEqual(['Enabled']);

    const names = vaultNames(spec);
    const destroy = {
      ...{ signal, logger: harness.logger(), onlyAws: true },
      alsoDelete: {
        table: names.table,
        sealKey: names.keyAlias,
        custodySecret: names.custodySecret,
      },
    };
    await Promise.all([
      harness.vaultEks.destroy(spec, destroy),
      other.destroy(spec, destroy),
    ]);
    expect((await keyStates(spec)).filter(live)).toEqual([]);
    const left = await other.destroy(spec, { ...destroy, dryRun: true });
    expect(left.plan?.changes).toBeFalsy();
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
