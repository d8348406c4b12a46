import { memoryVault } from '../../testing/memoryVault';

type Vault = Awaited<ReturnType<typeof memoryVault>>;

async function child(
  vault: Vault,
  parent: string,
  data: Record<string, unknown> = {},
) {
  const answer = await vault.call(
    'update',
    'auth/token/create',
    { ttl: '10m', ...data },
    parent,
  );
  const { auth } = Object(answer.body);
  return { id: String(auth.client_token), accessor: String(auth.accessor) };
}

const lookup = async (vault: Vault, token: string) =>
  (await vault.call('read', 'auth/token/lookup-self', undefined, token)).status;

describe('tokens', () => {
  it('die with the token that made them, but not as orphans', async () => {
    const vault = await memoryVault();
    const parent = await child(vault, vault.root, { policies: ['root'] });
    const dependent = await child(vault, parent.id);
    const orphan = await child(vault, parent.id, { no_parent: true });
    expect(
      (await vault.call('update', 'auth/token/revoke-self', {}, parent.id))
        .status,
    ).toBe(204);
    expect(await lookup(vault, parent.id)).toBe(403);
    expect(await lookup(vault, dependent.id)).toBe(403);
    expect(await lookup(vault, orphan.id)).toBe(200);
  });

  it('let the root token revoke itself for good', async () => {
    const vault = await memoryVault();
    await vault.call('update', 'auth/token/revoke-self', {});
    expect(await vault.call('read', 'sys/mounts')).toEqual({
      status: 403,
      body: {
        errors: [
          '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n',
        ],
      },
    });
  });

  it('are found and revoked by their accessor, which does not tell the id', async () => {
    const vault = await memoryVault();
    const token = await child(vault, vault.root);
    const found = await vault.call('update', 'auth/token/lookup-accessor', {
      accessor: token.accessor,
    });
    expect(Object(found.body).data).toMatchObject({
      id: '',
      display_name: 'token',
    });
    await vault.call('update', 'auth/token/revoke-accessor', {
      accessor: token.accessor,
    });
    expect(await lookup(vault, token.id)).toBe(403);
  });

  it('expire', async () => {
    const vault = await memoryVault();
    const token = await child(vault, vault.root, { ttl: '1s' });
    expect(await lookup(vault, token.id)).toBe(200);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 2_000);
    expect(await lookup(vault, token.id)).toBe(403);
    clock.mockRestore();
  });

  it('live longer when renewed, up to their end', async () => {
    const vault = await memoryVault();
    const token = await child(vault, vault.root, {
      ttl: '10m',
      explicit_max_ttl: '20m',
    });
    const renewed = await vault.call(
      'update',
      'auth/token/renew-self',
      { increment: '1h' },
      token.id,
    );
    expect(Object(renewed.body).auth.lease_duration).toBeLessThanOrEqual(1200);
    expect(Object(renewed.body).auth.lease_duration).toBeGreaterThan(1190);
  });

  it('with a number of uses are gone after them', async () => {
    const vault = await memoryVault();
    const token = await child(vault, vault.root, { num_uses: 2 });
    expect(await lookup(vault, token.id)).toBe(200);
    expect(await lookup(vault, token.id)).toBe(200);
    expect(await lookup(vault, token.id)).toBe(403);
  });

  it('cannot give more than they have', async () => {
    const vault = await memoryVault();
    const token = await vault.tokenWith(
      'path "auth/token/create" { capabilities = ["update"] }',
    );
    const refused = await vault.call(
      'update',
      'auth/token/create',
      { policies: ['root'] },
      token,
    );
    expect(refused).toEqual({
      status: 400,
      body: { errors: ['child policies must be subset of parent'] },
    });
  });

  it('need sudo where Vault asks for it', async () => {
    const vault = await memoryVault();
    const read = 'path "sys/audit" { capabilities = ["read"] }';
    const sudo = 'path "sys/audit" { capabilities = ["read", "sudo"] }';
    const plain = await vault.tokenWith(read);
    expect(
      (await vault.call('read', 'sys/audit', undefined, plain)).status,
    ).toBe(403);
    const powerful = await vault.tokenWith(sudo);
    expect(
      (await vault.call('read', 'sys/audit', undefined, powerful)).status,
    ).toBe(200);
  });

  // As answered by OpenBao 2.6.2, whose tokens are Vault's.
  describe('of a batch', () => {
    const make = async () => {
      const vault = await memoryVault();
      const { id, accessor } = await child(vault, vault.root, {
        type: 'batch',
        policies: ['default'],
      });
      return { vault, id, accessor };
    };

    it('carry themselves and have no accessor', async () => {
      const { vault, id, accessor } = await make();
      expect(id).toMatch(/^hvb\./);
      expect(accessor).toBe('');
      const { body } = await vault.call(
        'read',
        'auth/token/lookup-self',
        undefined,
        id,
      );
      expect(Object(body).data).toMatchObject({
        type: 'batch',
        renewable: false,
        accessor: '',
        id,
        creation_ttl: 600,
      });
    });

    it('cannot be changed', async () => {
      const { vault, id } = await make();
      const middle = Math.floor(id.length / 2);
      const changed = id[middle] === 'A' ? 'B' : 'A';
      const forged = id.slice(0, middle) + changed + id.slice(middle + 1);
      expect(await lookup(vault, forged)).toBe(403);
    });

    it.each([
      ['revoke-self', 'batch tokens cannot be revoked'],
      ['renew-self', 'batch tokens cannot be renewed'],
    ])('refuse %s', async (path, message) => {
      const { vault, id } = await make();
      expect(await vault.call('update', `auth/token/${path}`, {}, id)).toEqual({
        status: 400,
        body: { errors: [message] },
      });
    });
  });

  describe('made by an administrator who is not root', () => {
    const administrator = async (capabilities: string) => {
      const vault = await memoryVault();
      await vault.call('update', 'sys/policies/acl/admin', {
        policy: `path "*" { capabilities = [${capabilities}] }`,
      });
      const { id } = await child(vault, vault.root, { policies: ['admin'] });
      return (data: object) =>
        vault.call('update', 'auth/token/create', { ttl: '5m', ...data }, id);
    };

    it('may have any policy but root with sudo', async () => {
      const create = await administrator('"create", "update", "sudo"');
      expect((await create({ policies: ['other'] })).status).toBe(200);
      expect((await create({ period: '5m' })).status).toBe(200);
      expect((await create({ no_parent: true })).status).toBe(200);
      expect((await create({ policies: ['root'] })).body).toEqual({
        errors: [
          'root tokens may not be created without parent token being root',
        ],
      });
    });

    it('have no more than the administrator without sudo', async () => {
      const create = await administrator('"create", "update"');
      expect((await create({ policies: ['other'] })).body).toEqual({
        errors: ['child policies must be subset of parent'],
      });
      expect((await create({ period: '5m' })).status).toBe(400);
    });
  });
});
