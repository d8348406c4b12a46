import { Readable } from 'node:stream';
import type {
  KubernetesObject,
  V1Pod,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { parseApp } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createVaultPods } from '../../../connections/vault';
import { runStep } from '../../../engine/reconcile';
import { ROOT } from '../../../testing/fakeVault';
import {
  startVaultCluster,
  VaultCluster,
} from '../../../testing/startVaultCluster';
import { createVaultSession } from '../session/VaultSession';
import { appProof } from './appProof';
import { newCheckName } from './testSecrets';

const owner = { cluster: 'demo', namespace: 'vault', release: 'vault' };
const app = parseApp({ namespace: 'shop', serviceAccount: 'cart' }, owner);
const OWN = 'kv/data/apps/shop/cart/vault-eks-check/';
const FOREIGN = 'kv/data/apps/shop/nobody_/vault-eks-check/';

const statefulSet: V1StatefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'vault', namespace: 'vault' },
  spec: {
    selector: {},
    serviceName: 'vault',
    template: {
      spec: { containers: [{ name: 'vault', image: 'hashicorp/vault:2.0.4' }] },
    },
  },
};

describe('the proof of an onboarding', () => {
  let cluster: VaultCluster;
  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    cluster.vault.tokens.set(ROOT, ['root']);
    cluster.kubernetes.put(statefulSet);
  });
  afterEach(() => cluster.close());

  const below = (folder: string) =>
    [...cluster.vault.written].filter(([path]) => path.startsWith(folder));
  const written = (folder: string) =>
    below(folder).map(([, value]) => String(Object(value).data?.written));

  /** The kubelet of a test: brings a pod to its end at once, with this log. */
  function proof(log: () => string, breaks = false) {
    const { kubernetes } = cluster;
    const made: V1Pod[] = [];
    const create = async <T extends KubernetesObject>(object: T) => {
      const pod = {
        ...object,
        status: {
          phase: 'Succeeded',
          containerStatuses: [
            {
              ...{ name: 'check', image: '', imageID: '', restartCount: 0 },
              ...{ ready: false, state: { terminated: { exitCode: 0 } } },
            },
          ],
        },
      };
      made.push(pod);
      kubernetes.put(pod);
      if (breaks) {
        throw new Error('the API server went away');
      }
      return pod;
    };
    const on = {
      ...kubernetes,
      create,
      logs: async () => Readable.from([log()]),
    };
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
    const thing = appProof({
      ...{ owner, kubernetes: on, session, app, mount: 'kv' },
    });
    const ctx = { signal: new AbortController().signal, log: () => undefined };
    return { made, run: () => runStep(thing, ctx) };
  }

  function expectNothingLeft() {
    expect(below(OWN)).toEqual([]);
    expect(below(FOREIGN)).toEqual([]);
    expect(
      [...cluster.kubernetes.objects.keys()].filter(key =>
        key.startsWith('Pod/shop/'),
      ),
    ).toEqual([]);
  }

  it('runs as the application, with a token for Vault only, and leaves nothing', async () => {
    const { made, run } = proof(() =>
      [
        'vault-eks: logged in',
        `map[written:${written(OWN)[0]}]`,
        'vault-eks: read its own',
        'Code: 403. Errors:',
        '* permission denied',
      ].join('\n'),
    );
    const { observed } = await run();
    expect(observed.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect(made).toHaveLength(1);
    const [{ metadata, spec }] = made;
    expect(metadata?.namespace).toBe('shop');
    expect(spec).toMatchObject({
      serviceAccountName: 'cart',
      automountServiceAccountToken: false,
    });
    expect(JSON.stringify(spec?.volumes)).toContain('"audience":"vault"');
    const { env = [] } = spec?.containers[0] ?? {};
    expect(env).toContainEqual({ name: 'ROLE', value: 'app-shop.cart' });
    expect(env.map(({ name }) => name)).toContain('VAULT_CACERT_BYTES');
    // Neither value is in the pod: it can only know its own by reading it.
    expect(JSON.stringify(made)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expectNothingLeft();
  });

  it('leaves nothing when the pod could not be made for sure', async () => {
    const { run } = proof(() => '', true);
    await expect(run()).rejects.toThrow(/API server went away/);
    expectNothingLeft();
  });

  it('says what Vault said when the login is refused, and leaves nothing', async () => {
    const { run } = proof(() => '* invalid role name "app-shop.cart"');
    const { observed } = await run();
    expect(observed[0]).toMatchObject({
      passed: false,
      detail: expect.stringContaining('invalid role name'),
    });
    expectNothingLeft();
  });

  it('disturbs no other proof of the same application at the same time', async () => {
    const { made, run } = proof(() =>
      [
        'vault-eks: logged in',
        // Whatever value is its own: the kubelet of this test does not know whose log it is.
        ...written(OWN).map(value => `map[written:${value}]`),
        'vault-eks: read its own',
        'Code: 403. Errors:',
        '* permission denied',
      ].join('\n'),
    );
    const both = await Promise.all([run(), run()]);
    expect(
      both.flatMap(({ observed }) => observed.map(({ passed }) => passed)),
    ).toEqual(Array(6).fill(true));
    const paths = made.map(
      ({ spec }) =>
        spec?.containers[0].env?.find(({ name }) => name === 'OWN')?.value,
    );
    expect(new Set(paths).size).toBe(2);
    expectNothingLeft();
  });

  it('removes what a killed process left, and nothing of a run that is alive', async () => {
    const minutes = (n: number) => newCheckName(Date.now() - n * 60_000);
    const abandoned = [`${OWN}${minutes(60)}`, `${FOREIGN}${minutes(60)}`];
    const others = [`${OWN}${minutes(1)}`, `${OWN}by-hand`];
    for (const path of [...abandoned, ...others]) {
      cluster.vault.written.set(path, { data: { written: 'x' } });
    }
    const { run } = proof(() => '');
    await run();
    expect([...below(OWN), ...below(FOREIGN)].map(([path]) => path)).toEqual(
      others,
    );
  });

  it('says what to do when the policy of the operator is of an earlier release', async () => {
    const { run } = proof(() => '');
    jest
      .spyOn(cluster.vault.forbidden, 'has')
      .mockImplementation(path => path.startsWith(OWN));
    await expect(run()).rejects.toThrow(
      /does not let a proof write its test secret; run its deploy/,
    );
  });
});
