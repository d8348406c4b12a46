import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { readCustody } from '../secrets';
import { until } from '../until';
import { accountToken, vaultInPod } from './vaultInPod';

jest.setTimeout(600_000);

const ALLOWED = 'enable_unauthenticated_access = ["generate-root"]\n';

describe('breaking the glass, when no login is left', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const spec = () =>
    harness.spec({
      replicas: 2,
      injector: { enabled: false },
      endpoints: { dynamodb: 'none', kms: 'none', sts: 'none' },
    });

  const deploy = (vaultToken?: string) =>
    harness.vaultEks.deploy(spec(), {
      signal: new AbortController().signal,
      logger: harness.logger(),
      vaultToken,
    });

  /** Does what `docs/access.md` says: writes the ConfigMap, and replaces the standby before the leader. */
  async function configure(change: (hcl: string) => string): Promise<void> {
    const { sandbox } = harness;
    const onVault = ['-n', 'vault', '-o', 'json'];
    const map = JSON.parse(
      await kubectl(sandbox, 'get', 'configmap', 'vault-config', ...onVault),
    );
    const [[file, hcl]] = Object.entries<string>(map.data);
    const patch = JSON.stringify({ data: { [file]: change(hcl) } });
    await kubectl(
      sandbox,
      ...['patch', 'configmap', 'vault-config', '-n', 'vault'],
      ...['--type', 'merge', '-p', patch],
    );
    const pods = JSON.parse(
      await kubectl(
        sandbox,
        'get',
        'pods',
        ...onVault,
        '-l',
        'component=server',
      ),
    ).items;
    const leads = (pod: (typeof pods)[number]) =>
      pod.metadata.labels['vault-active'] === 'true';
    for (const pod of [...pods].sort(
      (a, b) => Number(leads(a)) - Number(leads(b)),
    )) {
      const { name } = pod.metadata;
      await kubectl(sandbox, 'delete', 'pod', name, '-n', 'vault');
      await kubectl(
        sandbox,
        ...['wait', '--for=condition=Ready', `pod/${name}`],
        ...['-n', 'vault', '--timeout=90s'],
      );
    }
  }

  it('recovery keys make a root token once Vault is told to take them alone, and a deploy with it mends the logins', async () => {
    await deploy();
    const vault = vaultInPod(harness);
    const end = (token: string) =>
      vault.as(token, 'write', '-f', 'auth/token/revoke-self');
    const admin = await vault.login(
      'auth/kubernetes/login',
      'role=vault-eks-admin',
      `jwt=${await accountToken(harness, 'vault', 'vault-admin')}`,
    );
    // That of administrators last: with it goes the way to change the other.
    for (const role of ['vault-eks-operator', 'vault-eks-admin']) {
      const lost = await vault.as(
        admin,
        ...['write', `auth/kubernetes/role/${role}`],
        'bound_service_account_names=nobody',
        'bound_service_account_namespaces=nowhere',
      );
      expect(lost).toMatchObject({ ok: true });
    }
    expect(await end(admin)).toMatchObject({ ok: true });
    await expect(deploy()).rejects.toThrow(
      /no root token is left to mend that/,
    );

    const generate = (...args: string[]) =>
      vault.run('operator', 'generate-root', ...args);
    expect((await generate('-init')).output).toMatch(/permission denied/);
    await configure(hcl => ALLOWED + hcl);
    const begun = await until(
      'a leader that takes recovery keys alone',
      async () => {
        const { ok, output } = await generate('-init', '-format=json');
        return ok ? JSON.parse(output) : undefined;
      },
      60_000,
    );
    const { recoveryKeys = [] } = await readCustody(
      vaultNames(spec()).custodySecret,
    );
    const give = (key: string) =>
      generate(`-nonce=${begun.nonce}`, '-format=json', key);
    await give(recoveryKeys[0]);
    await give(recoveryKeys[1]);
    const { output } = await give(recoveryKeys[2]);
    const { encoded_token: encoded } = JSON.parse(output);
    const decoded = await generate(`-decode=${encoded}`, `-otp=${begun.otp}`);
    const root = decoded.output.trim();
    await configure(hcl => hcl.replace(ALLOWED, ''));
    expect((await generate('-init')).output).toMatch(/permission denied/);

    const report = await deploy(root);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(await end(root)).toMatchObject({ ok: true });
    expect((await deploy()).changed).toBe(false);
    expect(harness.lines.join('\n')).not.toContain(root);
  });
});
