import type { ControlledCluster } from './control';
import { createKubeServer, type KubeCall, type KubeFaults } from './kube';
import type { ContainerRuntime } from './kubelet/ContainerRuntime';
import { createKubelet } from './kubelet/createKubelet';
import type { PodHost } from './kubelet/PodHost';
import { claimLoopback } from './kubelet/loopback/claimLoopback';
import { endServer, forwarder } from './kubelet/loopback/forward';
import { namingBusyPort } from './ports';
import type {
  AwsAuthority,
  ClusterIdentity,
  LatencyProfile,
  StateStore,
} from './world';

/** What one EKS cluster is made of. */
export interface ClusterOptions {
  readonly identity: ClusterIdentity;
  readonly authority: AwsAuthority;
  readonly state: StateStore;
  readonly latency: LatencyProfile;
  readonly faults: KubeFaults;
  /** Told of each request to the API server, when it has been answered. */
  readonly onCall?: (call: KubeCall, status: number) => void;
  /** Why an image cannot be pulled, if it cannot. */
  readonly pull?: (image: string) => string | undefined;
  /** Who runs which container images. */
  readonly runtimes: readonly ContainerRuntime[];
  /** Stands in for what containers have written. */
  readonly podLogs?: PodHost['logs'];
  /** Whether pods are real processes, which need addresses of this machine. Default: no. */
  readonly realProcesses?: boolean;
}

/** A running cluster: an API server with its controllers, and a kubelet. */
export interface RunningCluster extends ControlledCluster {
  close(): Promise<void>;
}

/** Starts one EKS cluster. */
export async function startCluster(
  options: ClusterOptions,
): Promise<RunningCluster> {
  const { identity, state, latency } = options;
  const server = await namingBusyPort(
    `the API server of ${identity.name}`,
    Number(new URL(identity.endpoint).port),
    createKubeServer(options),
  );
  const api = new URL(identity.endpoint);
  const gateway = options.realProcesses
    ? forwarder({ host: api.hostname, port: Number(api.port) })
    : undefined;
  const kubelet = createKubelet({
    loopback: gateway && (await claimLoopback(gateway)),
    store: server.store,
    tokens: server.tokens,
    cluster: identity,
    latency,
    state,
    runtimes: options.runtimes,
    pull: options.pull,
  });
  const { podLogs } = options;
  server.setPodHost(
    podLogs ? { ...kubelet.host, logs: podLogs } : kubelet.host,
  );
  return {
    identity,
    store: server.store,
    signer: server.signer,
    kill: ({ signal, ...pod }) =>
      kubelet.killPod({
        ...pod,
        signal: signal === 'SIGKILL' ? 'KILL' : 'TERM',
      }),
    interrupt: downMs => server.interrupt(downMs),
    close: async () => {
      await kubelet.close();
      if (gateway) await endServer(gateway);
      await server.close();
    },
  };
}
