import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { flushed } from './exec/flushed';
import type { PodNetwork } from './ContainerRuntime';
import { readLogs } from './logs/readLogs';
import type { PodHost } from './PodHost';
import type { ContainerSupervisor } from './pod/ContainerSupervisor';
import type { PodWorker } from './pod/PodWorker';

const CONNECT_TIMEOUT_MS = 5_000;

function containerOf(
  worker: PodWorker | undefined,
  pod: string,
  name: string | undefined,
): ContainerSupervisor {
  if (!worker) throw new Error(`pod ${pod} is not running`);
  const container = name
    ? [...worker.initContainers, ...worker.containers].find(
        candidate => candidate.name === name,
      )
    : worker.containers[0];
  if (!container)
    throw new Error(`container ${name} is not valid for pod ${pod}`);
  return container;
}

/** The kubelet's answers to the API server's streaming subresources. */
export function createPodHost(options: {
  readonly network: PodNetwork;
  workerOf(namespace: string, pod: string): PodWorker | undefined;
}): PodHost {
  const { network, workerOf } = options;
  return {
    logs: (namespace, pod, request, signal) => {
      const container = containerOf(
        workerOf(namespace, pod),
        pod,
        request.container,
      );
      const buffer = request.previous ? container.previous : container.current;
      if (!buffer) {
        throw new Error(
          `previous terminated container "${container.name}" in pod "${pod}" not found`,
        );
      }
      return readLogs(buffer, request, signal);
    },

    exec: async (
      namespace,
      pod,
      { container: name, command },
      streams,
      signal,
    ) => {
      const container = containerOf(workerOf(namespace, pod), pod, name);
      if (!container.running) {
        throw new Error(
          `unable to upgrade connection: container not found ("${container.name}")`,
        );
      }
      const code = await container.running.exec(command, streams, signal);
      await flushed(streams.stdout, signal);
      await flushed(streams.stderr, signal);
      return code;
    },

    connect: (namespace, pod, port) =>
      new Promise<Duplex>((resolve, reject) => {
        const worker = workerOf(namespace, pod);
        const local = worker && network.find(worker.podIp, port);
        if (!local) {
          reject(
            new Error(
              `connection refused: nothing listens on port ${port} of ${pod}`,
            ),
          );
          return;
        }
        const socket = connect({ host: '127.0.0.1', port: local });
        socket.setTimeout(CONNECT_TIMEOUT_MS, () =>
          socket.destroy(new Error('timed out')),
        );
        socket.once('error', reject);
        socket.once('connect', () => {
          socket.setTimeout(0);
          socket.off('error', reject);
          resolve(socket);
        });
      }),
  };
}
