import {
  parseApp,
  parseSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { createVaultPods } from '../connections/vault';
import { applyGraph, createGraph } from '../engine';
import { createVaultSession } from '../resources/vault';
import { ROOT } from '../testing/fakeVault';
import { startVaultCluster, VaultCluster } from '../testing/startVaultCluster';
import { addApp } from './apps';

const POLICY = 'sys/policies/acl/vault-eks-app';
const settle = { timeoutMs: 1_000, firstDelayMs: 5, maxDelayMs: 10 };

describe('an onboarding', () => {
  let cluster: VaultCluster;
  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    cluster.vault.tokens.set(ROOT, ['root']);
    cluster.vault.written.set('sys/auth/kubernetes', {
      type: 'kubernetes',
      accessor: 'auth_kubernetes_1',
    });
  });
  afterEach(() => cluster.close());

  async function onboard(mount: string) {
    const { kubernetes } = cluster;
    const spec = parseSpec({
      cluster: 'demo',
      region: 'eu-west-1',
      apps: { mount },
    });
    const pods = createVaultPods({
      kubernetes,
      namespace: 'vault',
      release: 'vault',
    });
    const custody = {
      read: async () => ({
        state: 'initialised' as const,
        recoveryKeys: ['a'],
        rootToken: ROOT,
      }),
    };
    const session = createVaultSession({ kubernetes, pods, custody });
    const graph = createGraph();
    addApp(
      graph,
      { spec, session, kubernetes },
      {
        app: parseApp({ namespace: 'shop', serviceAccount: 'cart' }, spec),
        prove: false,
      },
    );
    return await applyGraph(graph.build(), {
      signal: new AbortController().signal,
      log: () => undefined,
      settle,
    });
  }

  it('makes mount and policies where there are none', async () => {
    await onboard('kv');
    expect(cluster.vault.written.get('sys/mounts/kv')).toBeDefined();
    expect(JSON.stringify(cluster.vault.written.get(POLICY))).toContain(
      'kv/data/apps/',
    );
    expect((await onboard('kv')).changed).toBe(false);
  });

  it('never takes the policies of all applications to another mount', async () => {
    await onboard('kv');
    const before = new Map(cluster.vault.written);
    await expect(onboard('mine')).rejects.toThrow(
      /Nothing was changed.*Policy vault-eks-app is other.*Give the `apps\.mount` of the deploy/,
    );
    expect(cluster.vault.written).toEqual(before);
  });
});
