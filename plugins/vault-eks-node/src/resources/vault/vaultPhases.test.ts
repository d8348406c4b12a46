import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { V1Pod } from '@kubernetes/client-node';
import { createVaultPods } from '../../connections/vault';
import { ROOT } from '../../testing/fakeVault';
import {
  startVaultCluster,
  VaultCluster,
} from '../../testing/startVaultCluster';
import type { ManagedResource } from '../../engine/ManagedResource';
import { NotLookedAtError } from '../../engine/NotLookedAtError';
import { reconcile } from '../../engine/reconcile';
import {
  ADMIN_POLICY,
  adminRole,
  auditDevices,
  createVaultSession,
  Custody,
  CustodyRecord,
  initialisation,
  kubernetesAdminPath,
  kubernetesAuth,
  kubernetesRole,
  OPERATOR,
  operatorPolicy,
  rootTokenRetired,
  vaultPolicy,
} from '.';
import { OtherKeysError } from './custody/Custody';

const spec = parseSpec({
  cluster: 'demo',
  region: 'eu-west-1',
  injector: { enabled: false },
});
const admin = adminRole(spec);
const lines: string[] = [];
const ctx = {
  signal: new AbortController().signal,
  log: (line: string) => void lines.push(line),
};
const settle = { timeoutMs: 2_000, firstDelayMs: 10, maxDelayMs: 20 };

function memoryCustody(start: CustodyRecord = { state: 'empty' }) {
  let record = start;
  const history: CustodyRecord[] = [];
  return {
    history,
    name: 'vault-eks/demo/recovery',
    read: async () => record,
    write: async (next: CustodyRecord) => {
      record = next;
      history.push(next);
    },
  } satisfies Custody & { history: CustodyRecord[] };
}

describe('the Vault phases', () => {
  let cluster: VaultCluster;
  beforeEach(async () => {
    cluster = await startVaultCluster();
  });
  afterEach(() => cluster.close());

  function things(custody: Custody) {
    const { kubernetes } = cluster;
    const pods = createVaultPods({
      kubernetes,
      namespace: 'vault',
      release: 'vault',
    });
    const session = createVaultSession({ kubernetes, pods, custody });
    return {
      init: initialisation({ spec, kubernetes, pods, custody, table: 'table' }),
      configuration: [
        auditDevices({ devices: spec.audit.devices, session, admin }),
        kubernetesAuth({ session, admin }),
        vaultPolicy({ session, policy: ADMIN_POLICY, admin }),
        vaultPolicy({ session, policy: operatorPolicy('kv'), admin }),
        kubernetesRole({ session, role: admin, admin }),
        kubernetesRole({ session, role: OPERATOR, admin }),
        rootTokenRetired({
          session,
          custody,
          admins: [kubernetesAdminPath(session, admin)],
        }),
      ] as ManagedResource<unknown, unknown>[],
    };
  }

  async function run(custody: Custody) {
    const { init, configuration } = things(custody);
    const outcomes = [await reconcile(init, ctx, settle)];
    for (const thing of configuration) {
      outcomes.push(await reconcile(thing as typeof init, ctx, settle));
    }
    return outcomes.map(o => o.outcome);
  }

  it('end with keys in custody, no root token, and a second run that changes nothing', async () => {
    const custody = memoryCustody();
    expect(new Set(await run(custody))).toEqual(new Set(['created']));
    expect(await custody.read()).toMatchObject({
      state: 'initialised',
      recoveryKeys: ['key-0', 'key-1', 'key-2', 'key-3', 'key-4'],
    });
    expect(JSON.stringify(await custody.read())).not.toContain(ROOT);
    expect(cluster.vault.tokens.has(ROOT)).toBe(false);
    expect(custody.history[0].state).toBe('initialising');

    cluster.vault.asked.length = 0;
    expect(new Set(await run(custody))).toEqual(new Set(['kept']));
    const changing = cluster.vault.asked.filter(
      a => a.method !== 'GET' && a.path !== 'auth/kubernetes/login',
    );
    expect(changing).toEqual([]);
    expect(lines.join()).not.toMatch(/hvs\.|hvb\.|key-\d/);
  });

  it.each([1, 2, 3, 5, 6, 7])(
    'are finished by a second run when the first one dies after step %i',
    async steps => {
      const custody = memoryCustody();
      const { init, configuration } = things(custody);
      for (const thing of [init, ...configuration].slice(0, steps)) {
        await reconcile(thing as typeof init, ctx, settle);
      }
      await run(custody);
      expect(cluster.vault.tokens.has(ROOT)).toBe(false);
      expect([...cluster.vault.audit.keys()]).toEqual(['file/', 'stdout/']);
      expect(await custody.read()).not.toHaveProperty('rootToken');
    },
  );

  it('stop with one sentence when a crash lost the keys', async () => {
    const custody = memoryCustody();
    custody.write = async record => {
      if (record.state === 'initialised') {
        throw new Error('the process died');
      }
      custody.history.push(record);
    };
    custody.read = async () => custody.history.at(-1) ?? { state: 'empty' };
    cluster.vault.initialised = true;
    await custody.write({ state: 'initialising', marker: 'm', startedAt: 't' });
    await expect(reconcile(things(custody).init, ctx, settle)).rejects.toThrow(
      [
        'Vault vault/vault is initialised, but its recovery keys never reached secret vault-eks/demo/recovery and nobody holds them; nothing can have been stored in it yet.',
        'Run again with `reinitialise: table` to have it wiped and initialised anew, or do that by hand:',
        'switch the deletion protection of DynamoDB table table off (`aws dynamodb update-table --region eu-west-1 --table-name table --no-deletion-protection-enabled`),',
        'delete the table (`aws dynamodb delete-table --region eu-west-1 --table-name table`)',
        "and Vault's pods (`kubectl delete pod --namespace vault --selector app.kubernetes.io/name=vault,app.kubernetes.io/instance=vault,component=server`), then run again.",
      ].join(' '),
    );
  });

  it('take nothing for absent in a Vault whose pods are silent, leaderless or gone', async () => {
    const custody = memoryCustody();
    await run(custody);
    const seen = async (of: Custody) => {
      const { init, configuration } = things(of);
      const [first, ...inside] = await Promise.all(
        [init, ...configuration.slice(0, -1)].map(thing =>
          thing.observe(ctx).then(
            observed => (observed ? 'there' : 'absent'),
            error =>
              error instanceof NotLookedAtError ? error.message : `${error}`,
          ),
        ),
      );
      return [first, ...new Set(inside)];
    };
    expect(await seen(custody)).toEqual(['there', 'there']);

    cluster.vault.leader = 'none';
    expect(await seen(custody)).toEqual([
      'there',
      'No pod of Vault vault/vault says that it leads',
    ]);
    const { objects } = cluster.kubernetes;
    for (const [key, object] of objects) {
      objects.set(key, { ...object, status: { phase: 'Pending' } } as V1Pod);
    }
    const silent = 'No pod of Vault vault/vault answers';
    expect(await seen(custody)).toEqual([silent, silent]);
    objects.clear();
    const gone = 'Vault vault/vault has no pods, and custody holds keys of it';
    expect(await seen(custody)).toEqual([gone, gone]);
    expect(await seen(memoryCustody())).toEqual(['absent', 'absent']);
  });

  it('call no keys lost that another run may still bring', async () => {
    const startedAt = new Date().toISOString();
    const custody = memoryCustody({
      ...{ state: 'initialising', marker: 'm', startedAt },
    });
    cluster.vault.initialised = true;
    const refused: Error = await reconcile(things(custody).init, ctx, settle)
      .then(() => new Error('It went on'))
      .catch(error => error);
    expect(refused.message).toMatch(
      /may still live and bring them until 20\d\d-.*: wait until then and run again before anything below/,
    );
    expect(refused.message).not.toContain('nobody holds them');
  });

  it('leave a Vault alone that somebody else has initialised', async () => {
    const custody = memoryCustody();
    cluster.vault.initialised = true;
    expect(await reconcile(things(custody).init, ctx, settle)).toMatchObject({
      outcome: 'adopted',
      changed: false,
    });
    expect(custody.history).toEqual([]);
    expect(cluster.vault.asked.filter(a => a.method !== 'GET')).toEqual([]);
  });

  it('bring the keys to custody as soon as a person has made it writable, and say so until then', async () => {
    const custody = memoryCustody();
    const { write } = custody;
    let denied = 2;
    custody.write = async record => {
      if (record.state === 'initialised' && denied-- > 0) {
        throw new Error('AccessDeniedException: PutSecretValue of key-0');
      }
      await write(record);
    };
    lines.length = 0;
    expect(await run(custody)).toContain('created');
    expect(await custody.read()).toMatchObject({ state: 'initialised' });
    const waiting = lines.filter(line => /cannot be brought/.test(line));
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatch(
      /to vault-eks\/demo\/recovery yet; tried again until \S+, so mend it now, or they are lost: AccessDenied/,
    );
    expect(waiting[0]).not.toContain('key-0');
  });

  it('end at once when keys of another initialisation have come into custody', async () => {
    const custody = memoryCustody();
    const { write } = custody;
    let tried = 0;
    custody.write = async record => {
      if (record.state === 'initialised') {
        tried += 1;
        throw new OtherKeysError('Secret vault-eks/demo/recovery');
      }
      await write(record);
    };
    await expect(run(custody)).rejects.toThrow(
      /holds recovery keys already; they are not overwritten/,
    );
    expect(tried).toBe(1);
  });

  it('never overwrite keys that custody already holds', async () => {
    const held = { state: 'initialised', recoveryKeys: ['a'] } as const;
    const custody = memoryCustody({ ...held, recoveryKeys: ['a'] });
    await expect(reconcile(things(custody).init, ctx, settle)).rejects.toThrow(
      /holds the recovery keys of another Vault and is not overwritten/,
    );
    expect(cluster.vault.initialised).toBe(false);
    expect(await custody.read()).toEqual(held);
  });

  it('do not initialise when custody does not give back what was written', async () => {
    const custody = { ...memoryCustody(), write: async () => undefined };
    await expect(reconcile(things(custody).init, ctx, settle)).rejects.toThrow(
      /did not give back what was written; Vault was not initialised/,
    );
    expect(cluster.vault.initialised).toBe(false);
  });

  it('keep the root token when the admin login does not work', async () => {
    const custody = memoryCustody();
    const { init, configuration } = things(custody);
    await reconcile(init, ctx, settle);
    const retire = configuration.at(-1) as typeof init;
    await expect(reconcile(retire, ctx, settle)).rejects.toThrow(
      /invalid role name/,
    );
    expect(cluster.vault.tokens.has(ROOT)).toBe(true);
    expect(await custody.read()).toHaveProperty('rootToken');
  });
});
