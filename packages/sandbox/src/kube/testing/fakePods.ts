import { connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterStore, PodHost } from '../../kubelet/PodHost';
import { at, objectsOf } from '../api/json';
import { timestamp } from '../api/objects';

/** A kubelet for tests: pods with a node become Running and Ready at once, and go at once. */
export function runFakePods(store: ClusterStore): () => void {
  return store.watch('', 'pods', ({ type, object }) => {
    if (type === 'DELETED' || !at(object, 'spec', 'nodeName')) return;
    const { namespace, name, deletionTimestamp } = object.metadata;
    if (deletionTimestamp) {
      store.delete('', 'pods', namespace, name, { gracePeriodSeconds: 0 });
      return;
    }
    if (at(object, 'status', 'phase') === 'Running') return;
    store.modify('', 'pods', namespace, name, pod => {
      pod.status = {
        ...Object(pod.status),
        phase: 'Running',
        podIP: '10.0.1.7',
        startTime: timestamp(),
        conditions: [
          ...objectsOf(at(pod, 'status', 'conditions')),
          { type: 'Ready', status: 'True', lastTransitionTime: timestamp() },
        ],
        containerStatuses: objectsOf(at(pod, 'spec', 'containers')).map(
          container => ({
            name: container.name,
            image: container.image,
            ready: true,
            started: true,
            restartCount: 0,
            state: { running: { startedAt: timestamp() } },
          }),
        ),
      };
    });
  });
}

/** Streams for tests: three log lines, an exec that echoes, and a port that leads to a local one. */
export function fakePodHost(localPort: () => number): PodHost {
  return {
    logs: (_namespace, pod, request, signal) => {
      const output = new PassThrough();
      const lines = ['one', 'two', 'three'];
      const wanted =
        request.tailLines === undefined
          ? lines
          : lines.slice(lines.length - request.tailLines);
      output.write(wanted.map(line => `${pod} ${line}\n`).join(''));
      if (!request.follow) output.end();
      else {
        const timer = setTimeout(() => output.write('later\n'), 100);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          output.end();
        });
      }
      return Readable.from(output);
    },
    exec: async (_namespace, _pod, { command }, streams) => {
      if (command[0] === 'false') return 3;
      if (command[0] === 'cat' && streams.stdin) {
        for await (const chunk of streams.stdin) streams.stdout.write(chunk);
        await delay(1);
        return 0;
      }
      streams.stdout.write(`${command.join(' ')}\n`);
      streams.stderr.write('to stderr\n');
      return 0;
    },
    connect: async (_namespace, _pod, port) => {
      if (port === 1) throw new Error('connection refused');
      const socket = connect(localPort(), '127.0.0.1');
      await new Promise((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      return socket;
    },
  };
}
