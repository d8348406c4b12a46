import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHarness, type Harness } from './harness';
import { until } from './until';

jest.setTimeout(240_000);

const signal = new AbortController().signal;

describe('a sandbox with a state folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-state-'));
  let harness: Harness | undefined;

  afterEach(async () => {
    await harness?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds a deployed Vault again after a restart', async () => {
    harness = await startHarness({ stateFolder: folder });
    await harness.vaultEks.deploy(harness.spec(), {
      signal,
      logger: harness.logger(),
    });
    const before = await harness.vaultEks.status(harness.ref(harness.spec()), {
      signal,
    });
    await harness.stop();

    harness = await startHarness({ stateFolder: folder });
    const { vaultEks } = harness;
    const ref = harness.ref(harness.spec());
    const after = await until(
      'an unsealed Vault with a leader',
      async () => {
        const status = await vaultEks.status(ref, { signal });
        return status.leader && status.replicas.ready === 3
          ? status
          : undefined;
      },
      60_000,
    );

    expect(after).toMatchObject({ initialized: true, sealed: false });
    expect(after.clusterId).toBe(before.clusterId);
    expect(after.certificate?.fingerprint256).toBe(
      before.certificate?.fingerprint256,
    );
    const report = await vaultEks.deploy(harness.spec(), {
      signal,
      logger: harness.logger(),
    });
    expect(report.steps.filter(step => step.outcome === 'updated')).toEqual([]);
    expect(report.changed).toBe(false);
  });
});
