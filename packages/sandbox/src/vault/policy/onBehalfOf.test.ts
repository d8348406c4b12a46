import { memoryVault } from '../testing/memoryVault';

type Vault = Awaited<ReturnType<typeof memoryVault>>;

/** A Vault with a policy for one's own path, a role that gives it, and secrets of two applications. */
async function vaultOfTwo() {
  const vault = await memoryVault();
  await vault.call('update', 'sys/mounts/kv', {
    type: 'kv',
    options: { version: '2' },
  });
  await vault.call('update', 'sys/auth/kubernetes', { type: 'kubernetes' });
  await vault.call('update', 'auth/kubernetes/config', {
    kubernetes_host: 'https://kubernetes.default.svc',
  });
  const { body } = await vault.call('read', 'sys/auth');
  const { accessor } = Object(body)['kubernetes/'];
  const own = ['service_account_namespace', 'service_account_name']
    .map(key => `{{identity.entity.aliases.${accessor}.metadata.${key}}}`)
    .join('/');
  await vault.call('update', 'sys/policies/acl/own', {
    policy: `path "kv/data/apps/${own}" { capabilities = ["read"] }`,
  });
  await vault.call('update', 'auth/kubernetes/role/app', {
    bound_service_account_names: '*',
    bound_service_account_namespaces: '*',
    token_policies: 'own',
  });
  for (const app of ['shop/cart', 'bank/ledger']) {
    await vault.call('update', `kv/data/apps/${app}`, { data: { of: app } });
  }
  return vault;
}

async function tokenOf(vault: Vault, account: string): Promise<string> {
  const { body } = await vault.call(
    'update',
    'auth/kubernetes/login',
    { role: 'app', jwt: account },
    '',
  );
  return Object(body).auth.client_token;
}

describe('a policy that speaks of the client', () => {
  it('opens to each their own path only', async () => {
    const vault = await vaultOfTwo();
    const cart = await tokenOf(vault, 'shop/cart');
    const read = async (path: string, token: string) =>
      (await vault.call('read', path, undefined, token)).status;
    expect(await read('kv/data/apps/shop/cart', cart)).toBe(200);
    expect(await read('kv/data/apps/bank/ledger', cart)).toBe(403);
    const ledger = await tokenOf(vault, 'bank/ledger');
    expect(await read('kv/data/apps/bank/ledger', ledger)).toBe(200);
    expect(await read('kv/data/apps/shop/cart', ledger)).toBe(403);
  });

  it('opens nothing to a token without an entity', async () => {
    const vault = await vaultOfTwo();
    const { body } = await vault.call('read', 'sys/policies/acl/own');
    const { policy } = Object(body).data;
    expect(policy).toContain('identity.entity.aliases');
    const token = await vault.tokenWith(policy);
    const { status } = await vault.call(
      'read',
      'kv/data/apps/shop/cart',
      undefined,
      token,
    );
    expect(status).toBe(403);
  });
});

describe('a policy that restricts parameters', () => {
  const RULE = `path "auth/kubernetes/role/app-*" {
    capabilities = ["create", "read", "update"]
    required_parameters = ["audience"]
    allowed_parameters = {
      "audience" = ["vault"]
      "token_policies" = ["own"]
      "bound_service_account_names" = []
      "bound_service_account_namespaces" = []
    }
  }`;
  const role = {
    audience: 'vault',
    token_policies: 'own',
    bound_service_account_names: ['cart'],
    bound_service_account_namespaces: ['shop'],
  };

  it.each([
    ['what it lists', {}, 204],
    ['another policy', { token_policies: 'root' }, 403],
    ['a list of policies', { token_policies: ['own', 'root'] }, 403],
    ['the older name of the field', { policies: 'root' }, 403],
    ['an audience that is not listed', { audience: 'other' }, 403],
    ['a parameter that is not listed', { token_ttl: 3600 }, 403],
  ])('takes %s or refuses it', async (_, change, expected) => {
    const vault = await vaultOfTwo();
    const token = await vault.tokenWith(RULE);
    const { status } = await vault.call(
      'update',
      'auth/kubernetes/role/app-x',
      { ...role, ...change },
      token,
    );
    expect(status).toBe(expected);
  });

  it('refuses when a required one is missing', async () => {
    const vault = await vaultOfTwo();
    const token = await vault.tokenWith(RULE);
    const { audience: _, ...rest } = role;
    const path = 'auth/kubernetes/role/app-x';
    expect((await vault.call('update', path, rest, token)).status).toBe(403);
  });

  it('asks for the required ones of a read, too', async () => {
    const vault = await vaultOfTwo();
    const token = await vault.tokenWith(RULE);
    const path = 'auth/kubernetes/role/app-x';
    await vault.call('update', path, role, token);
    const read = async (query?: Record<string, string>) =>
      (await vault.call('read', path, query, token)).status;
    expect(await read()).toBe(403);
    expect(await read({ audience: 'other' })).toBe(403);
    expect(await read({ audience: 'vault' })).toBe(200);
  });
});
