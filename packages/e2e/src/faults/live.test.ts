import { LiveVault } from '../roll/LiveVault';
import { killPod } from './clusterControl';
import { fillAuditVolume } from './live/fullVolume';
import { disableSealKey } from './live/sealKey';
import { skewClock } from './live/skewedClock';
import { throttleTable } from './live/throttledTable';

jest.setTimeout(10 * 60_000);

describe('a live Vault', () => {
  let vault: LiveVault;

  beforeAll(async () => {
    vault = await LiveVault.start(({ sandbox }) => ({
      seal: {
        breakGlassPrincipals: [
          `arn:aws:iam::${sandbox.aws.account}:user/platform-engineer`,
        ],
      },
    }));
  });

  afterAll(() => vault?.harness.stop());

  const untilWell = () =>
    vault.untilStatus(
      'three unsealed pods and a leader',
      ({ leader, replicas, pods }) =>
        leader !== undefined &&
        replicas.ready === 3 &&
        pods.every(({ sealed }) => sealed === false),
    );

  it('with a clock that is ahead says whose', async () => {
    const { pod, finding } = await skewClock(vault);

    expect(finding).toMatch(`Clocks differ by more than two seconds: ${pod}`);
  });

  it('with a full audit volume says which device fails, and goes on by the other', async () => {
    const { findings, failed } = await fillAuditVolume(vault);

    expect(findings).toContain('audit-device-failing');
    expect(failed.map(({ claim }) => claim).join()).toMatch(/audit|file/i);
    expect((await untilWell()).leader).toBeDefined();
  });

  it('with a disabled seal key names the key and the way to enable it, and a deploy stops with that', async () => {
    const { arn, finding, deploy } = await disableSealKey(vault);

    expect(finding).toMatch(`The KMS key ${arn} is disabled`);
    expect(finding).toMatch(`aws kms enable-key --key-id ${arn}`);
    expect(deploy).toMatch(/Nothing was changed.*the key is Disabled/s);
    expect(deploy).toMatch(/aws kms enable-key/);
    // They unseal by themselves once the key is enabled.
    expect((await untilWell()).sealed).toBe(false);
  });

  it('with a throttled table says so, and leads again afterwards', async () => {
    const { failed, findings } = await throttleTable(vault);

    expect(failed).not.toEqual([]);
    expect(findings).toEqual(
      expect.arrayContaining([expect.stringMatching(/storage-throttled/)]),
    );
    expect((await untilWell()).leader).toBeDefined();
  });

  it('whose leader is killed again and again is deployed to the end', async () => {
    const { leader } = await vault.status();
    const deploy = vault.deploy();
    await killPod(vault.harness.sandbox, leader?.pod ?? '');

    const end = await deploy.catch(() => vault.deploy());

    expect(end.claims.filter(claim => !claim.passed)).toEqual([]);
  });
});
