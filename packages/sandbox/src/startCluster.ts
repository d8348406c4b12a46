import type { ControlledCluster } from './control';
import { createKubeServer, type KubeFaults } from './kube';
import type { ContainerRuntime } from './kubelet/ContainerRuntime';
import { createKubelet } from './kubelet/createKubelet';
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
  /** Who runs which container images. */
  readonly runtimes: readonly ContainerRuntime[];
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
  const kubelet = createKubelet({
    store: server.store,
    tokens: server.tokens,
    cluster: identity,
    latency,
    state,
    runtimes: options.runtimes,
  });
  server.setPodHost(kubelet.host);
  return {
    identity,
    store: server.store,
    kill: ({ signal, ...pod }) =>
      kubelet.killPod({
        ...pod,
        signal: signal === 'SIGKILL' ? 'KILL' : 'TERM',
      }),
    close: async () => {
      await kubelet.close();
      await server.close();
    },
  };
}
