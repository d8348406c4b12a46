import type { ExecStreams } from './PodHost';

/**
 * Where pods find each other. A pod has an address of the cluster's network, but in truth every container
 * listens on loopback at a port of its own.
 */
export interface PodNetwork {
  /** Says where `<podIp>:<port>` really is. */
  listen(podIp: string, port: number, localPort: number): void;
  /** Lets other pods of the namespace find it by name, as a headless Service's DNS does. */
  name(podIp: string, namespace: string, hostname: string): void;
  /** The pod's address behind a DNS name such as `vault-0.vault-internal`. */
  lookup(namespace: string, hostname: string): string | undefined;
  /** The loopback port behind an address as a pod of the namespace writes it: a pod's, a Service's or an IP. */
  reach(namespace: string, hostname: string, port: number): number | undefined;
  /** The addresses of a namespace's pods by their host names. */
  hosts(namespace: string): ReadonlyMap<string, string>;
  /** Calls back whenever a name came or went; returns how to stop. */
  onNames(listener: () => void): () => void;
  /** The address at whose port 443 real processes find the API server. */
  readonly apiServer?: string;
  /** Forgets the names and all ports of a pod. */
  leave(podIp: string): void;
  /** The loopback port behind a pod's address, `undefined` when nothing listens there. */
  find(podIp: string, port: number): number | undefined;
}

/** What a container is started with. */
export interface ContainerStart {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly podIp: string;
  readonly container: string;
  readonly image: string;
  /** Environment with fields, secrets and `$(NAME)` resolved. */
  readonly env: Readonly<Record<string, string>>;
  /** `command` and `args` of the container, resolved. */
  readonly command: readonly string[];
  readonly network: PodNetwork;
  /** The container's paths that are mounted volumes. */
  readonly mounts: readonly string[];
  /** Where a path inside the container really is: below a mounted volume, else in the container's own scratch folder. */
  hostPath(containerPath: string): string;
  /** One line of standard output or error. */
  log(line: string): void;
}

/** How a container ended. */
export interface ContainerExit {
  readonly exitCode: number;
  /** `Completed`, `Error` or `OOMKilled`, as in a container status. */
  readonly reason: string;
}

/** A container that runs. */
export interface RunningContainer {
  readonly exited: Promise<ContainerExit>;
  /** Resolves with the exit code; 127 for a command it does not know. */
  exec(
    command: readonly string[],
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number>;
  /** TERM asks, KILL ends at once without any good-bye, HUP reloads. */
  kill(signal: 'TERM' | 'KILL' | 'HUP'): void;
}

/** Runs the containers of some images. It announces what it listens on through the pod network. */
export interface ContainerRuntime {
  runs(image: string): boolean;
  /** Set where an exec costs so much that probes must not come more often, whatever the latency profile. */
  readonly probesAtMostEveryMs?: number;
  start(options: ContainerStart): Promise<RunningContainer>;
}
