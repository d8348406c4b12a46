import { createVaultPods } from '../../connections/vault';
import { reconcile } from '../../engine/reconcile';
import { ROOT } from '../../testing/fakeVault';
import {
  startVaultCluster,
  VaultCluster,
} from '../../testing/startVaultCluster';
import type { AdminPath } from './admin/AdminPath';
import { ADMIN_PATHS } from './admin/proveAdmin';
import { adminRole } from './auth/roles';
import type { CustodyRecord } from './custody/Custody';
import { kubernetesAdminPath } from './admin/AdminPath';
import { rootTokenRetired } from './rootTokenRetired';
import { createVaultSession } from './session/VaultSession';

const settle = { timeoutMs: 1_000, firstDelayMs: 5, maxDelayMs: 10 };
const admin = adminRole({
  admin: { serviceAccount: 'vault-admin', awsPrincipals: [] },
});

describe('the end of the root token', () => {
  let cluster: VaultCluster;
  let record: CustodyRecord;
  const lines: string[] = [];

  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    cluster.vault.tokens.set(ROOT, ['root']);
    record = { state: 'initialised', recoveryKeys: ['a'], rootToken: ROOT };
    for (const role of ['vault-eks-admin', 'vault-eks-operator']) {
      cluster.vault.written.set(`auth/kubernetes/role/${role}`, {});
    }
    lines.length = 0;
  });
  afterEach(() => cluster.close());

  const retire = (second?: AdminPath) => {
    const { kubernetes } = cluster;
    const custody = {
      name: 'custody',
      read: async () => record,
      write: async (next: CustodyRecord) => {
        record = next;
      },
    };
    const pods = createVaultPods({
      kubernetes,
      namespace: 'vault',
      release: 'vault',
    });
    const session = createVaultSession({ kubernetes, pods, custody });
    const kubernetesPath = kubernetesAdminPath(session, admin);
    return reconcile(
      rootTokenRetired({
        ...{ session, custody },
        admins: second ? [kubernetesPath, second] : [kubernetesPath],
      }),
      {
        signal: new AbortController().signal,
        log: line => void lines.push(line),
      },
      settle,
    );
  };
  const alive = () => cluster.vault.tokens.has(ROOT) && 'rootToken' in record;
  const asked = (path: string) =>
    cluster.vault.asked.filter(ask => ask.path === path);

  it('comes after a real login, a look at its capabilities, and is seen', async () => {
    await retire();
    expect(alive()).toBe(false);
    expect(record).toEqual({ state: 'initialised', recoveryKeys: ['a'] });
    expect(asked('sys/capabilities-self')[0].body).toEqual({
      paths: [...ADMIN_PATHS],
    });
    const order = cluster.vault.asked.map(({ path, token }) =>
      token === ROOT ? `root: ${path}` : path,
    );
    const at = (what: string) => order.indexOf(what);
    expect(at('sys/capabilities-self')).toBeGreaterThan(
      at('auth/kubernetes/login'),
    );
    expect(at('root: auth/token/revoke-self')).toBeGreaterThan(
      at('sys/capabilities-self'),
    );
    // The last word about it is Vault's own, that it is dead.
    expect(order.lastIndexOf('root: auth/token/lookup-self')).toBeGreaterThan(
      at('root: auth/token/revoke-self'),
    );
    expect(lines.join()).not.toContain(ROOT);
  });

  it('leaves no login of the proof behind', async () => {
    await retire();
    expect([...cluster.vault.tokens.keys()]).toEqual([
      'hvb.login-of-vault-eks-operator',
    ]);
  });

  it('does not come when the product itself could not log in afterwards', async () => {
    cluster.vault.written.delete('auth/kubernetes/role/vault-eks-operator');
    await expect(retire()).rejects.toThrow(/invalid role name/);
    expect(alive()).toBe(true);
  });

  it('does not come when one of two ways is closed', async () => {
    const closed = {
      title: 'IAM principal arn:x',
      login: async () => {
        throw new Error('IAM Principal does not belong to the role');
      },
    };
    await expect(retire(closed)).rejects.toThrow(/does not belong/);
    expect(alive()).toBe(true);
  });

  it('does not come when the login may not do what an administrator must', async () => {
    cluster.vault.tokens.set('hvs.weak', ['other']);
    const weak = { title: 'weak', login: async () => 'hvs.weak' };
    await expect(retire(weak)).rejects.toThrow(
      /admin login of weak works but may not manage sys\/policies\/acl\/any.*root token was kept/,
    );
    expect(alive()).toBe(true);
    expect(cluster.vault.tokens.has('hvs.weak')).toBe(false);
  });

  it('is finished by the next run when a crash came between revocation and custody', async () => {
    cluster.vault.tokens.delete(ROOT);
    await retire();
    expect(record).not.toHaveProperty('rootToken');
    expect(
      asked('auth/token/revoke-self').some(({ token }) => token === ROOT),
    ).toBe(false);
  });
});
