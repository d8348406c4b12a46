import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, numberOf, textOf } from '../kube/api/json';
import type { ClusterIdentity, LatencyProfile, StateStore } from '../world';
import type { ContainerRuntime, PodNetwork } from './ContainerRuntime';
import type { LoopbackBlock } from './loopback/claimLoopback';
import { LoopbackNetwork } from './LoopbackNetwork';
import { PodAddresses } from './PodAddresses';
import type { ClusterStore, KubeObject, PodHost, TokenIssuer } from './PodHost';
import { PodWorker } from './pod/PodWorker';
import { createPodHost } from './createPodHost';
import { idleRuntime } from './runtimes/idleRuntime';
import { serviceLookup } from './serviceLookup';
import { KUBELET_TIMING } from './timing';
import { PodVolumes } from './volumes/PodVolumes';

const TOKEN_CHECK_MS = 30_000;

/** What the kubelet of a cluster is made of. */
export interface KubeletOptions {
  readonly store: ClusterStore;
  readonly tokens: TokenIssuer;
  readonly cluster: ClusterIdentity;
  readonly latency: LatencyProfile;
  readonly state: StateStore;
  /** First match wins; an image that none knows runs idle. */
  readonly runtimes: readonly ContainerRuntime[];
  /** Where pods have their addresses when they are real processes; the API server is at its first one. */
  readonly loopback?: LoopbackBlock;
  /** Why an image cannot be pulled, if it cannot. Default: every image can. */
  pull?(image: string): string | undefined;
}

/** The one kubelet that runs the pods of all nodes of a cluster. */
export interface Kubelet {
  readonly host: PodHost;
  readonly network: PodNetwork;
  /**
   * Ends the process of a pod's first container behind Kubernetes' back.
   *
   * @param holdMs - how long it stays down before it is started again
   * @returns whether there was one
   */
  killPod(options: {
    readonly namespace: string;
    readonly pod: string;
    readonly signal: 'TERM' | 'KILL';
    readonly holdMs?: number;
  }): boolean;
  close(): Promise<void>;
}

/** Starts running the pods that have a node. */
export function createKubelet(options: KubeletOptions): Kubelet {
  const { store, tokens, cluster, state } = options;
  const timing = KUBELET_TIMING[options.latency];
  const temporary = state.folder === undefined;
  const root = state.folder
    ? path.join(state.folder, `kubelet-${cluster.name}`)
    : mkdtempSync(path.join(tmpdir(), 'vault-eks-sandbox-'));
  const network = new LoopbackNetwork(
    serviceLookup(store),
    options.loopback?.address,
  );
  const addresses = new PodAddresses(options.loopback?.prefix);
  const workers = new Map<string, PodWorker>();
  const leaving = new Set<Promise<void>>();
  const api = new URL(cluster.endpoint);

  const startWorker = (pod: KubeObject, uid: string) => {
    const known = textOf(at(pod, 'status', 'podIP'));
    const podIp = known ? addresses.keep(known) : addresses.take();
    const node = cluster.nodes.find(
      item => item.name === at(pod, 'spec', 'nodeName'),
    );
    const worker = new PodWorker({
      pod,
      podIp,
      hostIp: node?.internalIp ?? '10.0.0.1',
      store,
      volumes: new PodVolumes({
        store,
        tokens,
        folder: path.join(root, 'pods', uid),
        persistent: path.join(root, 'volumes'),
      }),
      network,
      timing,
      baseEnvironment: {
        HOSTNAME: pod.metadata.name,
        KUBERNETES_SERVICE_HOST: api.hostname,
        KUBERNETES_SERVICE_PORT: api.port,
        KUBERNETES_SERVICE_PORT_HTTPS: api.port,
      },
      runtimeFor: image =>
        options.runtimes.find(runtime => runtime.runs(image)) ?? idleRuntime,
      pull: image => options.pull?.(image),
    });
    workers.set(uid, worker);
  };

  const endWorker = (pod: KubeObject, uid: string, worker: PodWorker) => {
    const graceMs =
      (numberOf(pod.metadata.deletionGracePeriodSeconds) ?? 0) * 1000;
    const ended = worker.end(graceMs).then(async () => {
      if (graceMs > 0) await sleep(timing.tearDownMs);
      if (workers.delete(uid)) addresses.release(worker.podIp);
      const { namespace, name } = pod.metadata;
      const present = store.get('', 'pods', namespace, name);
      if (present?.metadata.uid === uid) {
        store.delete('', 'pods', namespace, name, { gracePeriodSeconds: 0 });
      }
    });
    leaving.add(ended);
    ended.finally(() => leaving.delete(ended)).catch(() => {});
  };

  const onPod = (type: string, pod: KubeObject) => {
    const uid = pod.metadata.uid ?? '';
    const worker = workers.get(uid);
    const gone =
      type === 'DELETED' || pod.metadata.deletionTimestamp !== undefined;
    if (gone) {
      if (worker) endWorker(pod, uid, worker);
      return;
    }
    const phase = at(pod, 'status', 'phase');
    const over = phase === 'Succeeded' || phase === 'Failed';
    if (!worker && !over && at(pod, 'spec', 'nodeName')) startWorker(pod, uid);
  };

  let syncTimer: NodeJS.Timeout | undefined;
  const refreshSoon = () => {
    syncTimer ??= setTimeout(() => {
      syncTimer = undefined;
      for (const worker of workers.values()) worker.refresh().catch(() => {});
    }, timing.syncMs);
  };
  // Watch callbacks come while the API server is still writing: react after it has finished.
  const unwatch = [
    store.watch('', 'pods', ({ type, object }) =>
      queueMicrotask(() => onPod(type, object)),
    ),
    store.watch('', 'secrets', refreshSoon),
    store.watch('', 'configmaps', refreshSoon),
  ];
  const tokenTimer = setInterval(refreshSoon, TOKEN_CHECK_MS);

  const workerOf = (namespace: string, name: string) => {
    const uid = store.get('', 'pods', namespace, name)?.metadata.uid;
    return uid ? workers.get(uid) : undefined;
  };

  return {
    host: createPodHost({ network, workerOf }),
    network,
    killPod: ({ namespace, pod, signal, holdMs }) =>
      workerOf(namespace, pod)?.containers[0]?.kill(signal, holdMs) ?? false,
    close: async () => {
      unwatch.forEach(stop => stop());
      clearInterval(tokenTimer);
      clearTimeout(syncTimer);
      await Promise.all([...workers.values()].map(worker => worker.end(2_000)));
      await Promise.allSettled([...leaving]);
      if (temporary) rmSync(root, { recursive: true, force: true });
    },
  };
}
