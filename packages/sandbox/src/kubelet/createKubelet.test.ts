import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterIdentity } from '../clusterIdentity';
import { at, isObject, objectsOf } from '../kube/api/json';
import { ServiceAccountTokens } from '../kube/auth/ServiceAccountTokens';
import { createStore } from '../kube/store/createStore';
import { SEED } from '../seed';
import { createStateStore } from '../state';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerStart,
} from './ContainerRuntime';
import { createKubelet, type Kubelet } from './createKubelet';
import type { ClusterStore, ExecStreams } from './PodHost';

/** A container that listens on a port, remembers how it was started and ends on request. */
class RecordingRuntime implements ContainerRuntime {
  readonly starts: ContainerStart[] = [];
  fail = false;
  answer = { code: 0, says: '' };
  private readonly ends = new Map<string, (exit: ContainerExit) => void>();

  /** Ends a container well. */
  exit(container: string) {
    this.ends.get(container)?.({ exitCode: 0, reason: 'Completed' });
  }

  runs = (image: string) => image.startsWith('recorded');

  start = async (start: ContainerStart) => {
    this.starts.push(start);
    if (this.fail) throw new Error('cannot start');
    const server = createServer(socket => socket.end('hello'));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    start.network.listen(
      start.podIp,
      8200,
      (server.address() as AddressInfo).port,
    );
    start.log('first line');
    start.log('second line');
    let end: (exit: ContainerExit) => void = () => {};
    const exited = new Promise<ContainerExit>(resolve => {
      end = resolve;
    });
    this.ends.set(start.container, end);
    return {
      exited,
      kill: (signal: string) => {
        server.close();
        end({ exitCode: signal === 'KILL' ? 137 : 0, reason: 'Error' });
      },
      exec: async (_command: readonly string[], { stdout }: ExecStreams) => {
        stdout.write(this.answer.says);
        return this.answer.code;
      },
    };
  };
}

async function until(check: () => boolean, what: string) {
  const deadline = Date.now() + 10_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`timed out: ${what}`);
    await sleep(20);
  }
}

const FOLLOW = { follow: false, timestamps: false, previous: false };

// Each test makes a cluster with keys of its own.
jest.setTimeout(30_000);

describe('the kubelet', () => {
  let folder: string;
  let state: ReturnType<typeof createStateStore>;
  let store: ClusterStore;
  let kubelet: Kubelet;
  let runtime: RecordingRuntime;

  const status = (name = 'web') => store.get('', 'pods', 'demo', name)?.status;
  const ready = () =>
    objectsOf(at(status(), 'conditions')).some(
      item => item.type === 'Ready' && item.status === 'True',
    );

  const waiting = () => {
    const [container] = objectsOf(at(status(), 'containerStatuses'));
    const reasons = at(container, 'state', 'waiting');
    return isObject(reasons) ? reasons : undefined;
  };
  /** What `kubectl get events` says of the pod, in the order in which it came. */
  const events = () =>
    store
      .list('', 'events', 'demo')
      .sort(
        (a, b) =>
          Number(a.metadata.resourceVersion) -
          Number(b.metadata.resourceVersion),
      )
      .map(({ type, reason, message }) => `${type} ${reason} ${message}`);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kubelet-test-'));
    state = createStateStore(folder);
    const cluster = await clusterIdentity({
      seed: SEED,
      cluster: SEED.clusters[0],
      endpoint: 'https://127.0.0.1:4610',
      store: state,
    });
    store = createStore({
      cluster: { ...cluster, caCertificatePem: cluster.ca.certificatePem },
    });
    for (const namespace of ['demo']) {
      store.create('', 'namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      });
      store.create('', 'serviceaccounts', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      });
      store.create('', 'configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt', namespace },
        data: { 'ca.crt': 'the ca' },
      });
    }
    runtime = new RecordingRuntime();
    kubelet = createKubelet({
      store,
      tokens: new ServiceAccountTokens(cluster.issuer, store),
      cluster,
      latency: 'none',
      state,
      runtimes: [runtime],
    });
  });

  afterEach(async () => {
    await kubelet.close();
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function createPod(spec: Record<string, unknown> = {}) {
    store.create('', 'pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'demo', labels: { app: 'web' } },
      spec: {
        nodeName: SEED.clusters[0].nodes[0].name,
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
        containers: [
          {
            name: 'main',
            image: 'recorded:1',
            command: ['serve', '--at=$(POD_IP)'],
            env: [
              {
                name: 'POD_IP',
                valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
              },
              { name: 'URL', value: 'https://$(POD_IP):8200' },
            ],
            volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }],
          },
        ],
        ...spec,
      },
    });
  }

  function createSettings(value: string) {
    store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'demo' },
      data: { 'a.conf': value },
    });
  }

  it('waits for a missing volume, then mounts it and reports the pod ready', async () => {
    createPod();
    await until(() => events().length > 0, 'an event about the volume');
    expect(events()).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    ]);
    expect(waiting()).toEqual({ reason: 'ContainerCreating' });
    createSettings('one');
    await until(ready, 'ready');
    expect(events().slice(1)).toEqual([
      'Normal Pulled Container image "recorded:1" already present on machine and can be accessed by the pod',
      'Normal Created Container created',
      'Normal Started Container started',
    ]);
    const [start] = runtime.starts;
    expect(readFileSync(start.hostPath('/etc/settings/a.conf'), 'utf8')).toBe(
      'one',
    );
    expect(
      readFileSync(
        start.hostPath('/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'),
        'utf8',
      ),
    ).toBe('the ca');
    expect(start.env.URL).toBe(`https://${at(status(), 'podIP')}:8200`);
    expect(start.command).toEqual(['serve', `--at=${start.podIp}`]);
  });

  it('brings a changed config map to the files', async () => {
    createSettings('one');
    createPod();
    await until(ready, 'ready');
    store.modify('', 'configmaps', 'demo', 'settings', map => {
      map.data = { 'a.conf': 'two' };
    });
    const file = runtime.starts[0].hostPath('/etc/settings/a.conf');
    await until(() => readFileSync(file, 'utf8') === 'two', 'the new value');
    expect(runtime.starts).toHaveLength(1);
  });

  it('restarts a killed container after the hold and keeps its log as the previous one', async () => {
    createSettings('one');
    createPod();
    await until(ready, 'ready');
    expect(
      kubelet.killPod({
        namespace: 'demo',
        pod: 'web',
        signal: 'KILL',
        holdMs: 50,
      }),
    ).toBe(true);
    await until(() => runtime.starts.length === 2 && ready(), 'restarted');
    const [container] = objectsOf(at(status(), 'containerStatuses'));
    expect(container.restartCount).toBe(1);
    expect(at(container, 'lastState', 'terminated', 'exitCode')).toBe(137);
    const signal = new AbortController().signal;
    expect(
      await text(
        kubelet.host.logs('demo', 'web', { ...FOLLOW, previous: true }, signal),
      ),
    ).toBe('first line\nsecond line\n');
  });

  it('backs off a container that cannot start', async () => {
    createSettings('one');
    runtime.fail = true;
    createPod();
    await until(() => waiting()?.reason === 'CrashLoopBackOff', 'back-off');
    expect(ready()).toBe(false);
    const uid = store.get('', 'pods', 'demo', 'web')?.metadata.uid;
    expect(events()).toContain(
      `Warning BackOff Back-off restarting failed container main in pod web_demo(${uid})`,
    );
    await expect(
      kubelet.host.exec(
        'demo',
        'web',
        { container: 'main', command: ['ls'], tty: false },
        { stdout: new PassThrough(), stderr: new PassThrough() },
        new AbortController().signal,
      ),
    ).rejects.toThrow(
      'unable to upgrade connection: container not found ("main")',
    );
  });

  it('tells what a failing probe said', async () => {
    createSettings('one');
    createPod({
      volumes: [],
      containers: [
        {
          name: 'main',
          image: 'recorded:1',
          readinessProbe: {
            exec: { command: ['is-ready'] },
            initialDelaySeconds: 0,
            periodSeconds: 1,
          },
        },
      ],
    });
    runtime.answer = { code: 2, says: 'Sealed true' };
    await until(() => events().length > 3, 'an unhealthy container');
    expect(events().at(-1)).toBe(
      'Warning Unhealthy Readiness probe failed: Sealed true',
    );
    runtime.answer = { code: 0, says: '' };
    await until(ready, 'ready');
  });

  it('does not make a container whose environment refers to nothing', async () => {
    createSettings('one');
    createPod({
      volumes: [],
      containers: [
        {
          name: 'main',
          image: 'recorded:1',
          env: [
            {
              name: 'KEY',
              valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } },
            },
          ],
        },
      ],
    });
    await until(() => events().length > 0, 'an event about the secret');
    expect(waiting()).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'secret "keys" not found',
    });
    expect(events()).toEqual(['Warning Failed Error: secret "keys" not found']);
  });

  it('starts containers only after the init containers, one after the other', async () => {
    createSettings('one');
    const init = (name: string) => ({ name, image: 'recorded:1' });
    createPod({ initContainers: [init('first'), init('second')] });
    const started = () => runtime.starts.map(({ container }) => container);
    await until(() => started().length === 1, 'the first init container');
    expect(started()).toEqual(['first']);
    expect(at(status(), 'phase')).toBe('Pending');

    runtime.exit('first');
    await until(() => started().length === 2, 'the second init container');
    runtime.exit('second');
    await until(ready, 'ready');
    expect(started()).toEqual(['first', 'second', 'main']);
    expect(
      objectsOf(at(status(), 'initContainerStatuses')).map(item =>
        at(item, 'state', 'terminated', 'exitCode'),
      ),
    ).toEqual([0, 0]);
  });

  it('tails the log, connects to ports and takes a deleted pod away', async () => {
    createSettings('one');
    createPod();
    await until(ready, 'ready');
    const signal = new AbortController().signal;
    expect(
      await text(
        kubelet.host.logs('demo', 'web', { ...FOLLOW, tailLines: 1 }, signal),
      ),
    ).toBe('second line\n');
    expect(await text(await kubelet.host.connect('demo', 'web', 8200))).toBe(
      'hello',
    );
    await expect(kubelet.host.connect('demo', 'web', 9)).rejects.toThrow(
      /connection refused/,
    );
    store.delete('', 'pods', 'demo', 'web', { gracePeriodSeconds: 1 });
    await until(
      () => status() === undefined && !store.get('', 'pods', 'demo', 'web'),
      'gone',
    );
  });
});
