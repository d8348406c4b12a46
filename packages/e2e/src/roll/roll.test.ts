import { exec } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConfigReader } from '@backstage/config';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { kubernetesBinaries, STAND_IN_CHART } from '@vault-eks/sandbox';
import { breakCall, mendCalls } from '../faults/control';
import { LiveVault, type Rolled } from './LiveVault';

jest.setTimeout(10 * 60_000);

/** A killed leader takes eleven seconds to be followed; one that hands over takes about one on a quiet machine. */
const FAIL_OVER_MS = 11_000;

const DEBUG = { values: { server: { logLevel: 'debug' } } };
const BROKEN_TAG = '9.9.9';

describe('a change to a live Vault', () => {
  let vault: LiveVault;

  beforeAll(async () => {
    vault = await LiveVault.start();
  });

  afterAll(() => vault?.harness.stop());

  /** What a client or an on-call engineer would have noticed of a roll. */
  const noticed = ({ before, after, replaced, watched }: Rolled) => ({
    notReplaced: Object.keys(before).filter(pod => !replaced.includes(pod)),
    replacedTwice: replaced.filter((pod, i) => replaced.indexOf(pod) !== i),
    same: Object.keys(before).filter(pod => after[pod] === before[pod]),
    allAway: watched.fewerUnsealedThan(1),
    outage:
      watched.longestOutage.milliseconds < FAIL_OVER_MS
        ? undefined
        : watched.longestOutage,
    watched: watched.looks > 10 && watched.answered > 10,
  });

  const NOTHING = {
    ...{ notReplaced: [], replacedTwice: [], same: [], allAway: [] },
    ...{ outage: undefined, watched: true },
  };

  it('replaces each pod once, the leader last after it has handed over, and is never noticed for longer than that', async () => {
    const former = (await vault.status()).leader?.pod;

    const rolled = await vault.roll(DEBUG);

    expect(noticed(rolled)).toEqual(NOTHING);
    expect(rolled.report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(rolled.replaced[2]).toBe(former);
    expect(rolled.lines.join('\n')).toMatch(`${former} has stepped down`);
    expect(rolled.watched.leaders).toHaveLength(2);
    expect((await vault.deploy(DEBUG)).changed).toBe(false);
  });

  it("does so for a change of Vault's own configuration", async () => {
    const rolled = await vault.roll({
      ...DEBUG,
      endpoints: { privateDns: false },
    });

    expect(noticed(rolled)).toEqual(NOTHING);
  });

  it('does so for another version of the chart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-chart-'));
    const chart = path.join(folder, 'vault');
    cpSync(STAND_IN_CHART, chart, { recursive: true });
    const metadata = path.join(chart, 'Chart.yaml');
    const text = readFileSync(metadata, 'utf8');
    writeFileSync(metadata, text.replace(/^version: .*$/m, 'version: 0.34.2'));
    const { config, logger } = vault.harness;
    const { accounts, regions } = config.get<{
      accounts: string[];
      regions: string[];
    }>('vaultEks');
    const airGapped = DefaultVaultEks.create({
      config: new ConfigReader({
        vaultEks: { accounts, regions, helm: { chart } },
      }),
      logger: logger(),
    });
    try {
      const rolled = await vault.roll(
        {
          ...DEBUG,
          endpoints: { privateDns: false },
          chartVersion: '0.34.2',
        },
        airGapped,
      );
      expect(noticed(rolled)).toEqual(NOTHING);
      expect((await vault.status()).release?.chartVersion).toBe('0.34.2');
    } finally {
      await airGapped.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('stops at a pod whose image cannot be pulled, and tells the way back, which works', async () => {
    const { sandbox } = vault.harness;
    await vault.deploy(DEBUG);
    await breakCall(sandbox, {
      service: 'kubelet',
      operation: `pull hashicorp/vault:${BROKEN_TAG}`,
      kind: 'unavailable',
      count: 10_000,
    });
    const broken = {
      values: { server: { logLevel: 'debug', image: { tag: BROKEN_TAG } } },
    };

    const error = await vault.roll(broken).catch(String);

    expect(error).toMatch(/Pod vault-\d does not come back; no other pod/);
    expect(error).toMatch(/ErrImagePull|ImagePullBackOff/);
    expect(error).toMatch(
      /Events: Failed: Failed to pull image "hashicorp\/vault:9.9.9"/,
    );
    expect(error).toMatch(/Old: vault-\d, vault-\d; new: vault-\d\./);
    const { replicas, leader } = await vault.status();
    expect(replicas).toEqual({ wanted: 3, ready: 2 });
    expect(leader).toBeDefined();
    // Run again, it goes no further.
    await expect(vault.deploy(broken)).rejects.toThrow(/does not come back/);

    const [, back = ''] =
      /The way back: (helm rollback .*), or run the deploy/.exec(`${error}`) ??
      [];
    const { helm, kubectl } = await kubernetesBinaries();
    await promisify(exec)(
      back.replace(/^helm/, helm).replace(/&& kubectl/, `&& ${kubectl}`),
      { env: { ...process.env, KUBECONFIG: sandbox.files.kubeconfig } },
    );
    await mendCalls(sandbox);
    const report = await vault.deploy(DEBUG);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect((await vault.status()).replicas).toEqual({ wanted: 3, ready: 3 });
  });
});
