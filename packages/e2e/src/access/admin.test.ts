import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  auditPart,
  configurePart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { createTestRole, type TestRole } from '../roles';
import { readCustody } from '../secrets';
import { signedLogin } from './signedLogin';
import { accountToken, vaultInPod } from './vaultInPod';

jest.setTimeout(240_000);

const forever = new AbortController().signal;

describe('who may do what in a Vault', () => {
  let harness: Harness;
  let role: TestRole;
  let caller: string;

  const run = () => ({ signal: forever, logger: harness.logger() });
  const spec = (admin: object = {}) =>
    harness.spec({ admin, injector: { enabled: false } });
  const principals = () => ({
    awsPrincipals: [
      caller,
      // As IAM shows a role with a path; STS leaves the path out.
      role.arn.replace(':role/', ':role/teams/'),
    ],
  });
  const vault = () => vaultInPod(harness);
  const loginAs = async (account: string) =>
    vault().login(
      'auth/kubernetes/login',
      `role=vault-eks-${account.replace(/^vault-(eks-)?/, '')}`,
      `jwt=${await accountToken(harness, 'vault', account)}`,
    );
  const serverId = () => {
    const { cluster, namespace, release } = spec();
    return `${cluster}/${namespace}/${release}`;
  };
  const awsLogin = async (keys: TestRole['keys'], id = serverId()) =>
    vault().login(
      'auth/aws/login',
      'role=vault-eks-admin',
      ...(await signedLogin({
        region: harness.sandbox.aws.region,
        serverId: id,
        keys,
      })),
    );

  async function auditLines(): Promise<
    {
      auth?: { policies?: string[]; display_name?: string };
      request?: { path?: string };
    }[]
  > {
    const { leader } = await harness.vaultEks.status(harness.ref(spec()), {
      signal: forever,
    });
    const text = await kubectl(
      harness.sandbox,
      ...['exec', '-n', 'vault', leader?.pod ?? '', '-c', 'vault', '--'],
      ...['cat', '/vault/audit/vault_audit.log'],
    );
    return text
      .split('\n')
      .filter(line => line)
      .map(line => JSON.parse(line));
  }

  beforeAll(async () => {
    harness = await startHarness();
    role = await createTestRole(harness.sandbox, { name: 'vault-admins' });
    const { Arn } = await new STSClient({}).send(
      new GetCallerIdentityCommand({}),
    );
    caller = Arn ?? '';
    await harness.vaultEks.deploy(spec(principals()), run());
  });

  afterAll(() => harness?.stop());

  it('is proven by logins before the root token goes, and says of whom it is not', async () => {
    const proven = harness.lines.filter(line => line.includes('Proven: '));
    expect(proven.map(line => /Proven: .*/.exec(line)?.[0])).toEqual([
      'Proven: service account vault/vault-admin logs in and administers Vault',
      `Proven: IAM principal ${caller} logs in and administers Vault`,
    ]);
    const { findings } = await harness.vaultEks.plan(spec(principals()), run());
    expect(findings).toContainEqual(
      expect.objectContaining({
        id: 'admin-not-proven',
        severity: 'warning',
        what: expect.stringContaining('role/teams/vault-admins'),
      }),
    );
    const custody = await readCustody(vaultNames(spec()).custodySecret);
    expect(custody.rootToken).toBeUndefined();
  });

  it('lets in the IAM role that is named, for this Vault only, and nobody else', async () => {
    const token = await awsLogin(role.keys);
    const listed = await vault().as(token, 'read', 'sys/auth');
    expect(listed.output).toContain('kubernetes/');
    await expect(awsLogin(role.keys, 'other/vault/vault')).rejects.toThrow(
      /expected .* but got/,
    );
    const stranger = await createTestRole(harness.sandbox, {
      name: 'strangers',
    });
    await expect(awsLogin(stranger.keys)).rejects.toThrow(
      /does not belong to the role/,
    );
  });

  it('is used by every run but the first without the root token', async () => {
    const before = (await auditLines()).length;
    const { changed } = await harness.vaultEks.deploy(
      spec(principals()),
      run(),
    );
    expect(changed).toBe(false);
    const since = (await auditLines()).slice(before);
    expect(since.length).toBeGreaterThan(10);
    expect(
      since.filter(
        ({ auth }) =>
          auth?.policies?.includes('root') || auth?.display_name === 'root',
      ),
    ).toEqual([]);
    // Nothing differed, so nobody administered either.
    expect(
      since.filter(({ auth }) => auth?.policies?.includes('vault-eks-admin')),
    ).toEqual([]);
  });

  it('does not let the product itself go further', async () => {
    const token = await loginAs('vault-eks-operator');
    expect((await vault().as(token, 'audit', 'list')).ok).toBe(true);
    for (const command of [
      ['write', 'sys/policies/acl/vault-eks-operator', 'policy=x'],
      ['write', 'sys/policies/acl/app-x', 'policy=x'],
      ['write', 'sys/policies/acl/vault-eks-app', 'policy=x'],
      ['write', 'auth/kubernetes/role/vault-eks-operator', 'audience=x'],
      ['write', 'auth/aws/role/vault-eks-admin', 'auth_type=iam'],
      ['write', 'sys/audit/raw', 'type=file'],
      ['write', 'sys/mounts/mine', 'type=kv'],
      ['write', 'auth/token/create', 'policies=root'],
      ['read', 'kv/data/apps/shop/cart'],
      ['read', 'kv/data/apps/shop/cart/vault-eks-check'],
      ['kv', 'put', '-mount=kv', 'apps/shop/cart', 'data=x'],
      appRole('vault-eks-admin'),
      appRole('root'),
      appRole('vault-eks-app,vault-eks-admin'),
      [...appRole('vault-eks-app'), 'policies=vault-eks-admin'],
      appRole('vault-eks-app').filter(field => !/^audience=/.test(field)),
    ]) {
      const { ok, output } = await vault().run(...command);
      expect({ command, ok, output }).toEqual({
        command,
        ok: false,
        output: expect.stringMatching(/Code: 403/),
      });
    }
    // What it may: this, which opens nothing but the path of whoever logs in.
    expect((await vault().run(...appRole('vault-eks-app'))).ok).toBe(true);
  });

  it('lets an auditor see devices, hashes and policies, and no secret', async () => {
    const token = await loginAs('vault-auditor');
    const as = (...args: string[]) => vault().as(token, ...args);
    expect((await as('audit', 'list')).output).toContain('stdout/');
    const hash = await as('write', 'sys/audit-hash/file', 'input=x');
    expect(hash.output).toContain('hmac-sha256:');
    const policy = await as('read', 'sys/policies/acl/vault-eks-operator');
    expect(policy.output).toContain('required_parameters');
    for (const refused of [
      ['read', 'kv/data/apps/shop/cart'],
      ['read', 'vault-eks-check/data/x'],
      ['write', 'sys/audit/raw', 'type=file'],
      ['write', 'sys/policies/acl/vault-eks-auditor', 'policy=x'],
      ['write', 'auth/kubernetes/role/app-x', 'audience=vault'],
    ]) {
      expect((await as(...refused)).output).toMatch(/Code: 403/);
    }
  });

  it('is taken away with the next run from whom the spec does not name any more', async () => {
    const part = configurePart;
    const { plan } = await harness.vaultEks.ensure(spec(), {
      ...run(),
      part,
      dryRun: true,
    });
    expect(
      plan?.steps.flatMap(({ id, verb }) =>
        verb === 'update' || verb === 'create' ? id : [],
      ),
    ).toEqual(['aws-admin-role']);
    await harness.vaultEks.ensure(spec(), { ...run(), part });
    await expect(awsLogin(role.keys)).rejects.toThrow(/not found/);
  });

  it('enables declared audit devices, and leaves one with other options as it is', async () => {
    const admin = await loginAs('vault-admin');
    const devices = async () =>
      (await vault().as(admin, 'audit', 'list')).output;
    const second = {
      ...({ type: 'file', path: 'second' } as const),
      filePath: '/vault/audit/second.log',
    };
    const enable = (mode: string) =>
      harness.vaultEks.ensure(
        harness.spec({
          audit: {
            devices: [{ type: 'file', mode }, { type: 'stdout' }, second],
          },
        }),
        { ...run(), part: auditPart },
      );
    await expect(enable('0640')).rejects.toThrow(
      /file\/ has mode=0600 instead of 0640.*vault audit disable file/,
    );
    expect(await devices()).not.toContain('second/');
    const { changed, outputs } = await enable('0600');
    expect(changed).toBe(true);
    expect(outputs.devices).toEqual(['file/', 'stdout/', 'second/']);
    expect(await devices()).toContain('second/');
    expect((await enable('0600')).changed).toBe(false);
    // A deploy that does not declare it leaves it.
    const { steps } = await harness.vaultEks.drift(spec(), run());
    expect(steps.find(({ id }) => id === 'audit-devices')?.verb).toBe('keep');
    expect(await devices()).toContain('second/');
  });

  it('leaves no login of an administrator behind that this product made', async () => {
    const admin = await loginAs('vault-admin');
    const { output } = await vault().as(
      admin,
      ...['read', 'auth/token/lookup-self'],
    );
    expect(output).toContain('vault-eks-admin');
    const lines = await auditLines();
    const revoked = lines.filter(
      ({ auth, request }) =>
        request?.path === 'auth/token/revoke-self' &&
        auth?.policies?.includes('vault-eks-admin'),
    );
    // The proofs of the first run, and one for each change after it.
    expect(revoked.length).toBeGreaterThanOrEqual(3);
  });
});

/** A role of an application with this policy, as the product writes it. */
function appRole(policy: string): string[] {
  return [
    'write',
    'auth/kubernetes/role/app-shop.cart',
    'bound_service_account_names=cart',
    'bound_service_account_namespaces=shop',
    'audience=vault',
    `token_policies=${policy}`,
    'token_type=batch',
  ];
}
