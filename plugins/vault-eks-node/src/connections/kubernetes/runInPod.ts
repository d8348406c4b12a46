import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { V1Status } from '@kubernetes/client-node';
import type { ExecResult, PodRef } from './KubernetesConnection';
import { openSocket, SocketOptions } from './openSocket';

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
  const socket = await openSocket(
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
