import {
  at,
  JsonObject,
  numberOf,
  objectsOf,
  stringsOf,
  textOf,
} from '../../kube/api/json';
import type {
  ContainerRuntime,
  ContainerStart,
  PodNetwork,
} from '../ContainerRuntime';
import type { ClusterStore, KubeObject } from '../PodHost';
import type { KubeletTiming } from '../timing';
import { NotMountable } from '../volumes/contents';
import type { PodVolumes } from '../volumes/PodVolumes';
import { ContainerEvents } from './ContainerEvents';
import { ContainerSupervisor } from './ContainerSupervisor';
import { environmentOf, expand } from './environment';
import { writePodStatus } from './podStatus';

/** What a pod's worker is given. */
export interface PodWorkerOptions {
  readonly pod: KubeObject;
  readonly podIp: string;
  readonly hostIp: string;
  readonly store: ClusterStore;
  readonly volumes: PodVolumes;
  readonly network: PodNetwork;
  readonly timing: KubeletTiming;
  /** Environment that every container gets, such as the API server's address. */
  readonly baseEnvironment: Readonly<Record<string, string>>;
  runtimeFor(image: string): ContainerRuntime;
  /** Why an image cannot be pulled, if it cannot. */
  pull?(image: string): string | undefined;
}

function earlierRestarts(pod: KubeObject, name: string): number {
  const status = objectsOf(at(pod, 'status', 'containerStatuses')).find(
    item => item.name === name,
  );
  if (!status) return 0;
  const ran = at(status, 'state', 'running') !== undefined;
  return (numberOf(status.restartCount) ?? 0) + (ran ? 1 : 0);
}

/** Runs one pod from the moment it has a node until it is gone. */
export class PodWorker {
  readonly initContainers: readonly ContainerSupervisor[];
  readonly containers: readonly ContainerSupervisor[];
  private ending: Promise<void> | undefined;

  constructor(private readonly options: PodWorkerOptions) {
    const { pod, podIp, network } = options;
    network.name(
      podIp,
      pod.metadata.namespace ?? 'default',
      textOf(at(pod, 'spec', 'hostname')) ?? pod.metadata.name,
    );
    const before: ContainerSupervisor[] = [];
    for (const container of objectsOf(at(pod, 'spec', 'initContainers'))) {
      before.push(this.supervise(container, before, 'init'));
    }
    this.initContainers = before;
    this.containers = objectsOf(at(options.pod, 'spec', 'containers')).map(
      container => this.supervise(container, before),
    );
    this.report();
  }

  get podIp(): string {
    return this.options.podIp;
  }

  /** Brings changed secrets and config maps, and tokens near their end, to the files. */
  async refresh(): Promise<void> {
    try {
      await this.options.volumes.sync(this.latest());
    } catch (error) {
      // What was mounted stays as it was, as the kubelet leaves it.
      if (!(error instanceof NotMountable)) throw error;
    }
  }

  /** Ends the pod and takes its object away. */
  end(graceMs: number): Promise<void> {
    this.ending ??= this.finish(graceMs);
    return this.ending;
  }

  private async finish(graceMs: number): Promise<void> {
    await Promise.all(
      [...this.initContainers, ...this.containers].map(container =>
        container.stop(graceMs),
      ),
    );
    this.options.network.leave(this.options.podIp);
    this.options.volumes.remove();
  }

  private latest(): KubeObject {
    const { pod, store } = this.options;
    const found = store.get(
      '',
      'pods',
      pod.metadata.namespace,
      pod.metadata.name,
    );
    return found?.metadata.uid === pod.metadata.uid && found ? found : pod;
  }

  private supervise(
    container: JsonObject,
    before: readonly ContainerSupervisor[],
    kind: 'init' | 'ordinary' = 'ordinary',
  ): ContainerSupervisor {
    const { pod, timing, runtimeFor } = this.options;
    const wanted = textOf(at(pod, 'spec', 'restartPolicy')) ?? 'Always';
    const { namespace, name, uid } = pod.metadata;
    const events = new ContainerEvents({
      store: this.options.store,
      pod,
      fieldPath: `spec.${
        kind === 'init' ? 'initContainers' : 'containers'
      }{${textOf(container.name)}}`,
    });
    return new ContainerSupervisor({
      container,
      timing,
      after: before.at(-1)?.succeeded,
      runtime: runtimeFor(textOf(container.image) ?? ''),
      restartPolicy:
        kind === 'init' && wanted === 'Always' ? 'OnFailure' : wanted,
      earlierRestarts: earlierRestarts(pod, textOf(container.name) ?? ''),
      podLabel: `${name}_${namespace}(${uid})`,
      note: (...event) => events.note(...event),
      start: log => this.prepare(container, log),
      pull: () => this.pull(textOf(container.image) ?? '', events),
      changed: () => this.report(),
    });
  }

  private pull(image: string, events: ContainerEvents): string | undefined {
    const reason = this.options.pull?.(image);
    if (reason === undefined) return undefined;
    const message = `Failed to pull image "${image}": ${reason}`;
    events.note('Warning', 'Failed', message);
    return message;
  }

  private async prepare(
    container: JsonObject,
    log: (line: string) => void,
  ): Promise<ContainerStart> {
    const { store, volumes, network, podIp, baseEnvironment } = this.options;
    const pod = this.latest();
    await volumes.sync(pod);
    const env = environmentOf(store, pod, container, baseEnvironment);
    const command = [
      ...stringsOf(container.command),
      ...stringsOf(container.args),
    ];
    return {
      namespace: pod.metadata.namespace ?? 'default',
      pod: pod.metadata.name,
      podUid: pod.metadata.uid ?? '',
      podIp,
      container: textOf(container.name) ?? '',
      image: textOf(container.image) ?? '',
      env,
      command: command.map(word => expand(word, env)),
      network,
      mounts: objectsOf(container.volumeMounts)
        .map(mount => textOf(mount.mountPath))
        .filter(mount => mount !== undefined),
      hostPath: containerPath =>
        volumes.hostPath(pod, container, containerPath),
      log,
    };
  }

  private report(): void {
    const { pod, store, podIp, hostIp } = this.options;
    // The first call comes while the supervisors are still being made.
    if (!this.containers) return;
    const { namespace, name, uid } = pod.metadata;
    store.modify('', 'pods', namespace, name, current => {
      if (current.metadata.uid !== uid) return;
      const { initContainers, containers } = this;
      writePodStatus(current, { podIp, hostIp, initContainers, containers });
    });
  }
}
