import type { V1Pod } from '@kubernetes/client-node';
import { reconcile } from '../../../engine/reconcile';
import { POD_NAMES } from '../../../testing/startVaultCluster';
import {
  helmRecord,
  podEvent,
  RollingCluster,
  startRollingCluster,
} from './__testUtils__/rollingCluster';
import { podsUpToDate } from './podsUpToDate';

describe('podsUpToDate', () => {
  let cluster: RollingCluster;

  beforeEach(async () => {
    cluster = await startRollingCluster();
    cluster.letOperatorLogIn();
  });

  afterEach(() => cluster.close());

  async function roll(patience = cluster.options.patience) {
    const resource = podsUpToDate({ ...cluster.options, patience });
    const observed = await resource.observe(cluster.ctx);
    if (observed) {
      await resource.update(cluster.ctx, observed, resource.diff(observed));
    }
    return await resource.observe(cluster.ctx);
  }

  const deleted = () =>
    cluster.kubernetes.writes.map(line => line.replace(/^.*\//, ''));

  const stepsDown = () =>
    cluster.vault.asked.filter(({ path }) => path === 'sys/step-down');

  it('replaces standbys one at a time, and the leader last, after another pod leads', async () => {
    const leaders: string[] = [];
    const { delete: remove } = cluster.kubernetes;
    cluster.kubernetes.delete = (ref, call) => {
      leaders.push(cluster.vault.leader);
      return remove(ref, call);
    };

    expect((await roll())?.outdated).toEqual([]);

    expect(deleted()).toEqual(['vault-1', 'vault-2', 'vault-0']);
    expect(leaders).toEqual(['vault-0', 'vault-0', 'vault-1']);
    expect(stepsDown()).toHaveLength(1);
    expect(cluster.lines).toContain(
      'Pod vault-0 has stepped down; vault-1 leads',
    );
  });

  it('asks no other pod while the one that was replaced is sealed, and none twice in between', async () => {
    const asked: string[] = [];
    const timesAsked = (of: string) => asked.filter(pod => pod === of).length;
    const { kubernetes } = cluster;
    const { portForward } = kubernetes;
    kubernetes.portForward = (ref, call) => {
      asked.push(ref.pod);
      if (timesAsked('vault-1') === 12) {
        cluster.vault.sealed.delete('vault-1');
      }
      return portForward(ref, call);
    };
    cluster.fates.set('vault-1', 'sealed');

    await roll({
      ...cluster.options.patience,
      ...{ backMs: 60_000, servingMs: 60_000, handOverMs: 60_000 },
    });

    expect(deleted()).toEqual(['vault-1', 'vault-2', 'vault-0']);
    // At the start, when each of the three serves, and while the lead is handed over.
    expect(timesAsked('vault-2')).toBeLessThanOrEqual(7);
  });

  it('goes on where a run before it ended, and waits for the pod that one has replaced', async () => {
    cluster.revise('vault-1', 'new');
    cluster.vault.sealed.add('vault-1');
    setTimeout(() => cluster.vault.sealed.delete('vault-1'), 200);

    await roll();

    expect(deleted()).toEqual(['vault-2', 'vault-0']);
    expect(cluster.unsealedAtDeletion).toEqual([POD_NAMES, POD_NAMES]);
  });

  it('replaces first what serves nobody', async () => {
    cluster.vault.sealed.add('vault-2');

    await roll();

    expect(deleted()).toEqual(['vault-2', 'vault-1', 'vault-0']);
  });

  it('stops at a pod that does not come back: with what was found, old and new, and the way back', async () => {
    cluster.fates.set('vault-1', 'no image');
    cluster.kubernetes.put(
      podEvent({
        type: 'Warning',
        reason: 'Failed',
        message: 'no such\n    tag',
        involvedObject: { uid: 'vault-1-new' },
      }),
      podEvent({
        type: 'Warning',
        reason: 'Unhealthy',
        message: 'of the pod before it',
        involvedObject: { uid: 'vault-1-old' },
      }),
      podEvent({ type: 'Normal', reason: 'Pulling', message: 'all is well' }),
      helmRecord(3, 'superseded'),
      helmRecord(4, 'superseded'),
      helmRecord(5, 'deployed'),
    );
    cluster.logs.set('vault-1', [
      '{"type":"request","auth":{"display_name":"somebody"}}',
      '<json:object name="auth">somebody</json:object>',
      '[WARN]  failed to unseal core: token hvs.CAESIJmVerySecretToken1234',
    ]);

    const error = await roll().catch(String);

    expect(error).toMatch(
      /Pod vault-1 does not come back; no other pod is touched/,
    );
    expect(error).toMatch(/container vault: ImagePullBackOff: Back-off/);
    expect(error).toMatch(/Events: Failed: no such tag\./);
    expect(error).toMatch(/failed to unseal core: token <redacted>/);
    expect(error).not.toMatch(/somebody|all is well|the pod before it/);
    expect(error).toMatch(/Old: vault-0, vault-2; new: vault-1\./);
    expect(error).toMatch(
      /helm rollback vault 4 --namespace vault && kubectl delete pod vault-1 --namespace vault/,
    );
    expect(deleted()).toEqual(['vault-1']);
  });

  it('tells what stopped it although nothing more can be found out', async () => {
    cluster.revise('vault-1', 'new');
    cluster.vault.sealed.add('vault-1');
    const { list } = cluster.kubernetes;
    cluster.kubernetes.list = async (ref, call) => {
      if (ref.kind === 'Secret') {
        throw new Error('the API server is away');
      }
      return list(ref, call);
    };

    await expect(roll()).rejects.toThrow(
      /Pod vault-1 stays sealed; no other pod is touched.*The way on: mend the cause and run the deploy again; it goes on here\.$/,
    );
  });

  it('stops in a run after that before it replaces another', async () => {
    cluster.revise('vault-1', 'new');
    cluster.vault.sealed.add('vault-1');

    await expect(roll()).rejects.toThrow(
      /Pod vault-1 stays sealed; no other pod is touched.*The way on/,
    );
    expect(deleted()).toEqual([]);
  });

  it.each([
    ['sealed', /Pod vault-1 stays sealed/],
    ['crashes', /Pod vault-1 does not come back.*CrashLoopBackOff/],
    ['never made', /Pod vault-1 does not come back.*it does not exist/],
  ] as const)('stops at a pod that is %s', async (fate, message) => {
    cluster.fates.set('vault-1', fate);

    await expect(roll()).rejects.toThrow(message);
    expect(deleted()).toEqual(['vault-1']);
  });

  it('leaves the leader when nobody takes over from it', async () => {
    cluster.vault.stepDown = () => undefined;

    await expect(roll()).rejects.toThrow(
      /Pod vault-0 stepped down, but no other pod took over/,
    );
    expect(deleted()).toEqual(['vault-1', 'vault-2']);
  });

  it('has the leader end politely when no role may ask it to step down', async () => {
    cluster.vault.written.clear();

    expect((await roll())?.outdated).toEqual([]);

    expect(stepsDown()).toEqual([]);
    expect(cluster.lines.join('\n')).toMatch(
      /Pod vault-0 leads and cannot be asked to step down by role vault-eks-operator/,
    );
  });

  it('replaces all at once when each says that it is sealed', async () => {
    POD_NAMES.forEach(name => cluster.vault.sealed.add(name));

    await roll();

    expect(deleted().sort()).toEqual(POD_NAMES);
    expect(cluster.unsealedAtDeletion).toEqual([[], [], []]);
  });

  it('never takes silence for a pod that serves nobody', async () => {
    cluster.kubernetes.portForward = async () => {
      throw new Error('the API server is away');
    };

    await expect(roll()).rejects.toThrow(
      /Pod vault-0 does not answer, and no other pod says that it is unsealed; no other pod is touched/,
    );
    expect(deleted()).toEqual([]);
  });

  it('replaces what says that it is sealed, and no silent pod beside it', async () => {
    const { portForward } = cluster.kubernetes;
    cluster.vault.sealed.add('vault-1');
    cluster.vault.sealed.add('vault-2');
    cluster.fates.set('vault-1', 'sealed');
    cluster.kubernetes.portForward = async (target, call) => {
      if (target.pod === 'vault-0') {
        throw new Error('no way to its node');
      }
      return portForward(target, call);
    };

    await expect(roll()).rejects.toThrow(/Pod vault-1 stays sealed/);
    expect(deleted()).toEqual(['vault-1']);
    expect(cluster.unsealedAtDeletion).toEqual([['vault-0']]);
  });

  it('waits until the pods of a new release run, ready or not', async () => {
    cluster.vault.initialised = false;
    POD_NAMES.forEach(name => cluster.revise(name, 'new'));
    const creating = { waiting: { reason: 'ContainerCreating' } };
    cluster.revise('vault-2', 'new', creating);
    const resource = podsUpToDate(cluster.options);
    const observed = await resource.observe(cluster.ctx);

    expect(observed && resource.diff(observed)).toEqual([
      { field: 'vault-2', from: 'ContainerCreating', to: 'running' },
    ]);
    setTimeout(() => cluster.revise('vault-2', 'new'), 200);
    expect((await roll())?.waiting.size).toBe(0);
    expect(deleted()).toEqual([]);
  });

  it('tells why a pod of a new release does not run, and no way back, since there is none', async () => {
    POD_NAMES.forEach(name => cluster.revise(name, 'new'));
    cluster.revise('vault-2', 'new', {
      waiting: { reason: 'InvalidImageName' },
    });

    const error = await roll().catch(String);

    expect(error).toMatch(/Pod vault-2 does not run.*InvalidImageName/);
    expect(error).not.toMatch(/way back|Old:/);
  });

  it('waits until Kubernetes has noted the new template', async () => {
    cluster.statefulSet({
      metadata: { generation: 2 },
      status: { replicas: 3, observedGeneration: 1, updateRevision: 'old' },
    });
    setTimeout(
      () =>
        cluster.statefulSet({
          metadata: { generation: 2 },
          status: { replicas: 3, observedGeneration: 2, updateRevision: 'new' },
        }),
      200,
    );

    const observed = await podsUpToDate(cluster.options).observe(cluster.ctx);

    expect(observed?.outdated).toEqual(POD_NAMES);
  });

  it('says which pods go and what stays, and does not fight somebody who scales', async () => {
    const resource = podsUpToDate({ ...cluster.options, replicas: 2 });
    POD_NAMES.forEach(name => cluster.revise(name, 'new'));
    const wants = (replicas: number) =>
      cluster.statefulSet({
        spec: {
          replicas,
          selector: {},
          template: {},
        },
        status: { replicas, updateRevision: 'new' },
      });

    wants(2);
    const leaving = await resource.observe(cluster.ctx);
    expect(leaving && resource.diff(leaving)).toEqual([
      {
        field: 'vault-2',
        from: 'running',
        to: 'gone; its audit volume stays',
        pending: true,
      },
    ]);

    wants(3);
    const scaled = await resource.observe(cluster.ctx);
    expect(scaled && resource.diff(scaled)).toMatchObject([{ pending: false }]);
    await expect(
      scaled && resource.update(cluster.ctx, scaled, []),
    ).rejects.toThrow(
      /kubectl scale statefulset vault --namespace vault --replicas 2/,
    );
    expect(deleted()).toEqual([]);
  });

  it('waits for a pod that ends, which may lead until it has, and says when it does not', async () => {
    const { objects } = cluster.kubernetes;
    const resource = podsUpToDate({ ...cluster.options, replicas: 2 });
    POD_NAMES.forEach(name => cluster.revise(name, 'new'));
    cluster.statefulSet({
      spec: { replicas: 2, selector: {}, template: {} },
      status: { replicas: 2, updateRevision: 'new' },
    });
    const ending = objects.get('Pod/vault/vault-2');
    const deletionTimestamp = new Date();
    cluster.kubernetes.put({
      ...ending,
      metadata: { ...ending?.metadata, deletionTimestamp },
    });
    const settle = { firstDelayMs: 20, maxDelayMs: 20, timeoutMs: 10_000 };

    await expect(reconcile(resource, cluster.ctx, settle)).rejects.toThrow(
      /^vault-2 of Vault vault\/vault should end and does not; its node may be lost/,
    );

    setTimeout(() => objects.delete('Pod/vault/vault-2'), 60);
    const { changed } = await reconcile(resource, cluster.ctx, settle);
    expect(changed).toBe(false);
    expect(objects.has('Pod/vault/vault-2')).toBe(false);
  });

  it('takes the only pod away without a step-down', async () => {
    const { objects } = cluster.kubernetes;
    ['vault-1', 'vault-2'].forEach(name => objects.delete(`Pod/vault/${name}`));
    const resource = podsUpToDate({ ...cluster.options, replicas: 1 });
    const observed = await resource.observe(cluster.ctx);
    if (observed) {
      await resource.update(cluster.ctx, observed, []);
    }

    expect(stepsDown()).toEqual([]);
    const pod: V1Pod | undefined = objects.get('Pod/vault/vault-0');
    expect(pod?.metadata?.uid).toBe('vault-0-new');
  });
});
