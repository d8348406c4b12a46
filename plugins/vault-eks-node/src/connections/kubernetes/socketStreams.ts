import { Duplex, PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ServiceUnavailableError } from '@backstage/errors';
import type { KubeConfig, V1Status } from '@kubernetes/client-node';
import { scrubSecrets } from '../scrubSecrets';
import type { ExecResult, PodRef } from './KubernetesConnection';

type ClientModule = typeof import('@kubernetes/client-node');
type Socket = Awaited<
  ReturnType<InstanceType<ClientModule['Exec']>['handler']['connect']>
>;

/** What both streams need. */
export interface SocketOptions {
  readonly client: Pick<ClientModule, 'Exec'>;
  readonly config: KubeConfig;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The client opens WebSockets without a limit of time; this closes one that comes too late. */
async function opened(
  what: string,
  opening: Promise<Socket>,
  options: SocketOptions,
): Promise<Socket> {
  const limit = AbortSignal.any([
    options.signal,
    AbortSignal.timeout(options.timeoutMs),
  ]);
  return await new Promise<Socket>((resolve, reject) => {
    const giveUp = () => {
      reject(
        options.signal.aborted
          ? options.signal.reason
          : new ServiceUnavailableError(
              `${what} did not open within ${options.timeoutMs} ms`,
            ),
      );
      opening.then(
        socket => socket.close(),
        () => undefined,
      );
    };
    if (limit.aborted) {
      giveUp();
      return;
    }
    limit.addEventListener('abort', giveUp, { once: true });
    opening.then(
      socket => {
        limit.removeEventListener('abort', giveUp);
        resolve(socket);
      },
      (failure: { message?: string }) => {
        limit.removeEventListener('abort', giveUp);
        reject(
          new ServiceUnavailableError(
            scrubSecrets(`${what} failed: ${failure?.message ?? 'no reason'}`),
          ),
        );
      },
    );
  });
}

const DATA = 0;
const PORT_NUMBER_BYTES = 2;

/** Opens `pods/portforward` for one port as a stream with back-pressure both ways. */
export async function openPortForward(
  target: PodRef & { readonly port: number },
  options: SocketOptions,
): Promise<Duplex> {
  // The stream exists before its socket: the first bytes may come while the socket is still being handed over.
  const link: { socket?: Socket } = {};
  const awaitsPort = [true, true];
  const stream = new Duplex({
    read: () => link.socket?.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      const { socket } = link;
      if (!socket || socket.readyState !== socket.OPEN) {
        done(new ServiceUnavailableError('The port-forward is closed'));
        return;
      }
      socket.send(Buffer.concat([Buffer.of(DATA), chunk]), done);
    },
    final: done => {
      link.socket?.close();
      done();
    },
    destroy: (error, done) => {
      link.socket?.terminate();
      done(error);
    },
  });
  // The client's own PortForward drops back-pressure and the end of the stream, so only its socket is used.
  const { handler } = new options.client.Exec(options.config);
  const path = `/api/v1/namespaces/${target.namespace}/pods/${target.pod}/portforward?ports=${target.port}`;
  const opening = handler.connect(path, null, (channel, frame) => {
    let bytes = frame;
    if (awaitsPort[channel]) {
      awaitsPort[channel] = false;
      bytes = frame.subarray(PORT_NUMBER_BYTES);
    }
    if (bytes.length === 0) {
      return true;
    }
    if (channel === DATA) {
      if (!stream.push(bytes)) {
        link.socket?.pause();
      }
    } else {
      stream.destroy(
        new ServiceUnavailableError(
          `Port ${target.port} of pod ${target.pod}: ${bytes.toString('utf8')}`,
        ),
      );
    }
    return true;
  });
  const socket = await opened(
    `Port-forward to pod ${target.pod}`,
    opening,
    options,
  );
  link.socket = socket;
  socket.on('error', error => stream.destroy(error));
  socket.on('close', () => {
    if (!stream.destroyed) {
      stream.push(null);
      stream.end();
    }
  });
  return stream;
}

function exitCode(status: V1Status): number {
  if (status.status === 'Success') {
    return 0;
  }
  const cause = status.details?.causes?.find(c => c.reason === 'ExitCode');
  return cause?.message ? Number(cause.message) : 1;
}

/** Runs a command in a pod to its end. */
export async function runInPod(
  target: PodRef & { readonly command: readonly string[] },
  options: SocketOptions,
): Promise<ExecResult> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const output = Promise.all([text(stdout), text(stderr)]);
  let code = 1;
  const socket = await opened(
    `Exec in pod ${target.pod}`,
    new options.client.Exec(options.config).exec(
      target.namespace,
      target.pod,
      target.container ?? '',
      [...target.command],
      stdout,
      stderr,
      null,
      false,
      status => {
        code = exitCode(status);
      },
    ),
    options,
  );
  const stop = () => socket.terminate();
  options.signal.addEventListener('abort', stop, { once: true });
  socket.on('close', () => {
    stdout.end();
    stderr.end();
  });
  try {
    const [out, err] = await output;
    options.signal.throwIfAborted();
    return { exitCode: code, stdout: out, stderr: err };
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}
