import { createVaultPods } from '../../../connections/vault';
import type { ManagedResource } from '../../../engine/ManagedResource';
import { reconcile } from '../../../engine/reconcile';
import { ROOT } from '../../../testing/fakeVault';
import {
  startVaultCluster,
  VaultCluster,
} from '../../../testing/startVaultCluster';
import { appRole } from '../onboarding/appRole';
import { appsMount } from '../onboarding/appsMount';
import { createVaultSession, VaultSession } from '../session/VaultSession';
import { awsAdminRole } from './aws/awsAdminRole';
import { awsAuth } from './aws/awsAuth';
import { kubernetesAuth } from './kubernetesAuth';
import { kubernetesRole } from './kubernetesRole';
import { MADE_BY_US } from './mounts';
import { adminRole } from './roles';

const ctx = { signal: new AbortController().signal, log: () => undefined };
const settle = { timeoutMs: 1_000, firstDelayMs: 5, maxDelayMs: 10 };
const admin = adminRole({
  admin: { serviceAccount: 'vault-admin', awsPrincipals: [] },
});
const ROLE = 'auth/aws/role/vault-eks-admin';
const ADMINS = 'arn:aws:iam::111122223333:role/teams/admins';

describe('logins and mounts in Vault', () => {
  let cluster: VaultCluster;
  let session: VaultSession;

  beforeEach(async () => {
    cluster = await startVaultCluster();
    const { kubernetes, vault } = cluster;
    vault.initialised = true;
    vault.tokens.set(ROOT, ['root']);
    const pods = createVaultPods({
      kubernetes,
      namespace: 'vault',
      release: 'vault',
    });
    session = createVaultSession({
      kubernetes,
      pods,
      custody: {
        read: async () => ({
          state: 'initialised',
          recoveryKeys: ['a'],
          rootToken: ROOT,
        }),
      },
    });
  });
  afterEach(() => cluster.close());

  const bring = async <T>(thing: ManagedResource<T, unknown>) =>
    (await reconcile(thing, ctx, settle)).outcome;
  const written = (path: string) => cluster.vault.written.get(path);
  const aws = () =>
    awsAuth({
      ...{ session, admin },
      region: 'eu-west-1',
      stsEndpoint: 'https://sts.eu-west-1.amazonaws.com',
      serverId: 'demo/vault/vault',
    });
  const role = (...principals: string[]) =>
    awsAdminRole({ session, admin, principals });

  it('asks STS where it was told, and takes no signature for another Vault', async () => {
    expect(await bring(aws())).toBe('created');
    expect(written('auth/aws/config/client')).toEqual({
      sts_endpoint: 'https://sts.eu-west-1.amazonaws.com',
      sts_region: 'eu-west-1',
      iam_server_id_header_value: 'demo/vault/vault',
    });
    expect(await bring(aws())).toBe('kept');
    cluster.vault.written.set('auth/aws/config/client', {
      iam_server_id_header_value: 'another',
    });
    expect(await bring(aws())).toBe('updated');
  });

  it('leaves an AWS auth method of others as it is', async () => {
    cluster.vault.written.set('sys/auth/aws', { type: 'aws' });
    await expect(bring(aws())).rejects.toThrow(
      /aws\/ was enabled by others and is left as it is/,
    );
    expect(written('auth/aws/config/client')).toBeUndefined();
  });

  it('leaves another auth method alone where agents log in', async () => {
    cluster.vault.written.set('sys/auth/kubernetes', { type: 'jwt' });
    await expect(bring(kubernetesAuth({ session, admin }))).rejects.toThrow(
      /kubernetes\/ is of type jwt, .*`vault auth move auth\/kubernetes/,
    );
    expect(written('auth/kubernetes/config')).toBeUndefined();
  });

  it('binds principals as Vault knows them, without looking up ids', async () => {
    await bring(aws());
    expect(await bring(role(ADMINS))).toBe('created');
    expect(written(ROLE)).toMatchObject({
      auth_type: 'iam',
      bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/admins'],
      resolve_aws_unique_ids: false,
    });
    expect(await bring(role(ADMINS))).toBe('kept');
    cluster.vault.written.set(ROLE, {
      ...Object(written(ROLE)),
      bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/*'],
    });
    expect(await bring(role(ADMINS))).toBe('updated');
    cluster.vault.written.set(ROLE, {
      ...Object(written(ROLE)),
      resolve_aws_unique_ids: true,
    });
    await expect(bring(role(ADMINS))).rejects.toThrow(/looks up unique ids/);
  });

  it('has nothing to make for nobody, in a Vault that is still to come too', async () => {
    cluster.vault.initialised = false;
    expect(await role(ADMINS).observe(ctx)).toBeUndefined();
    const nobody = role();
    expect(nobody.title).toBe(
      'Login role vault-eks-admin for IAM principals (none)',
    );
    const observed = await nobody.observe(ctx);
    expect(observed && nobody.diff(observed)).toEqual([]);
  });

  it('takes the role from whom the spec does not name any more', async () => {
    expect(await bring(role())).toBe('kept');
    await bring(aws());
    await bring(role(ADMINS));
    expect(await bring(role())).toBe('updated');
    expect(written(ROLE)).toBeUndefined();
  });

  it('makes the mount of applications once, uses one of others, and refuses another kind', async () => {
    const mount = (path: string) => appsMount({ session, admin, path });
    expect(await bring(mount('kv'))).toBe('created');
    expect(written('sys/mounts/kv')).toMatchObject({ description: MADE_BY_US });
    expect(await bring(mount('kv'))).toBe('kept');
    cluster.vault.written.set('sys/mounts/theirs', {
      type: 'kv',
      options: { version: '2' },
    });
    expect(await bring(mount('theirs'))).toBe('adopted');
    cluster.vault.written.set('sys/mounts/old', { type: 'kv' });
    await expect(bring(mount('old'))).rejects.toThrow(/is of another kind/);
  });

  it('binds an application to exactly its namespace and service account', async () => {
    const app = {
      ...{ namespace: 'shop', serviceAccount: 'cart' },
      ...({ access: 'read', tokenTtlSeconds: 3600 } as const),
    };
    const path = 'auth/kubernetes/role/app-shop.cart';
    const thing = (wanted: 'present' | 'absent') =>
      appRole({ session, app, wanted });
    expect(await bring(thing('absent'))).toBe('kept');
    expect(await bring(thing('present'))).toBe('created');
    expect(written(path)).toEqual({
      bound_service_account_names: ['cart'],
      bound_service_account_namespaces: ['shop'],
      audience: 'vault',
      token_policies: ['vault-eks-app'],
      token_type: 'batch',
      token_ttl: 3600,
    });
    const asked = cluster.vault.asked.find(
      ({ method, path: at }) => method === 'POST' && at === path,
    );
    // As text, for the operator's policy compares it with what it may give.
    expect(asked?.body).toMatchObject({ token_policies: 'vault-eks-app' });
    const asRead = written(path);
    expect(await bring(thing('present'))).toBe('kept');
    expect(written(path)).toBe(asRead);
    cluster.vault.written.set(path, {
      ...Object(asRead),
      bound_service_account_names: ['*'],
    });
    await bring(thing('present')).catch(() => undefined);
    expect(written(path)).toMatchObject({
      bound_service_account_names: ['cart'],
    });
    for (const widened of [
      { bound_service_account_namespace_selector: '{"matchLabels":{}}' },
      { alias_name_source: 'serviceaccount_name' },
      { token_period: 86_400 },
    ]) {
      cluster.vault.written.set(path, { ...Object(asRead), ...widened });
      expect(await bring(thing('present'))).toBe('updated');
      expect(written(path)).toEqual(asRead);
    }
    cluster.vault.written.set(path, {
      ...Object(asRead),
      token_policies: ['theirs'],
    });
    for (const wanted of ['present', 'absent'] as const) {
      await expect(bring(thing(wanted))).rejects.toThrow(/others made it/);
    }
    cluster.vault.written.set(path, asRead);
    expect(await bring(thing('absent'))).toBe('updated');
    expect(written(path)).toBeUndefined();
  });

  it('says what to do when the policy of the operator is of an earlier release', async () => {
    const app = {
      ...{ namespace: 'shop', serviceAccount: 'cart' },
      ...({ access: 'read', tokenTtlSeconds: 3600 } as const),
    };
    cluster.vault.written.set('auth/kubernetes/role/vault-eks-operator', {});
    cluster.vault.forbidden.add('auth/kubernetes/role/app-shop.cart');
    // A role that cannot be seen is not one that is gone, either.
    for (const wanted of ['present', 'absent'] as const) {
      await expect(bring(appRole({ session, app, wanted }))).rejects.toThrow(
        /vault-eks-operator of this Vault lets no application in or out; run its deploy/,
      );
    }
  });

  it('lets no service account of another namespace in that somebody selected by labels', async () => {
    const path = `auth/kubernetes/role/${admin.name}`;
    const thing = () => kubernetesRole({ session, role: admin, admin });
    expect(await bring(thing())).toBe('created');
    cluster.vault.written.set(path, {
      ...Object(written(path)),
      bound_service_account_namespace_selector: '{"matchLabels":{"a":"b"}}',
    });
    expect(await bring(thing())).toBe('updated');
    expect(written(path)).toMatchObject({
      bound_service_account_namespaces: ['vault'],
      bound_service_account_namespace_selector: '',
    });
    expect(await bring(thing())).toBe('kept');
  });

  it('brings back what lets a login last for longer, or be somebody else', async () => {
    const path = `auth/kubernetes/role/${admin.name}`;
    const thing = () => kubernetesRole({ session, role: admin, admin });
    await bring(thing());
    expect(written(path)).toMatchObject({
      token_ttl: 3600,
      token_max_ttl: 3600,
    });
    const asWritten = written(path);
    for (const [widened, back] of [
      [{ token_max_ttl: 0 }, { token_max_ttl: 3600 }],
      [{ token_period: 3600 }, { token_period: 0 }],
      [
        { alias_name_source: 'serviceaccount_name' },
        { alias_name_source: 'serviceaccount_uid' },
      ],
    ]) {
      cluster.vault.written.set(path, { ...Object(asWritten), ...widened });
      expect(await bring(thing())).toBe('updated');
      expect(written(path)).toMatchObject(back);
      expect(await bring(thing())).toBe('kept');
    }
    await bring(aws());
    await bring(role(ADMINS));
    cluster.vault.written.set(ROLE, {
      ...Object(written(ROLE)),
      ...{ token_period: 3600, token_max_ttl: 0 },
    });
    expect(await bring(role(ADMINS))).toBe('updated');
    expect(written(ROLE)).toMatchObject({
      ...{ token_period: 0, token_max_ttl: 3600 },
    });
  });

  it('ends each login of an administrator with the change that it was for', async () => {
    cluster.vault.written.set('auth/kubernetes/role/vault-eks-admin', {});
    const held = new Set(cluster.vault.tokens.keys());
    expect(await bring(aws())).toBe('created');
    const login = 'hvb.login-of-vault-eks-admin';
    expect(
      cluster.vault.asked.some(
        ({ path, token }) =>
          path === 'auth/aws/config/client' && token === login,
      ),
    ).toBe(true);
    expect(new Set(cluster.vault.tokens.keys())).toEqual(held);
  });

  it('ends the login of an administrator when the run is called off, too', async () => {
    cluster.vault.written.set('auth/kubernetes/role/vault-eks-admin', {});
    const held = new Set(cluster.vault.tokens.keys());
    const run = new AbortController();
    await expect(
      session.as(admin, { signal: run.signal }, async ({ token }) => {
        expect(cluster.vault.tokens.has(token)).toBe(true);
        run.abort(new Error('called off'));
        run.signal.throwIfAborted();
      }),
    ).rejects.toThrow('called off');
    expect(new Set(cluster.vault.tokens.keys())).toEqual(held);
  });
});
