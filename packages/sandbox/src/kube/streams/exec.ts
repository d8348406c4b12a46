import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import { badRequest } from '../api/ApiError';
import type { JsonObject } from '../api/json';
import type { Call } from '../http/KubeApi';
import { isOn } from '../http/RequestInfo';
import { asApiError } from '../http/responses';
import { bytesOf, channelWriter, sendOn } from './channels';
import { containerOf, hostOf, podOf } from './containers';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CLOSE = 255;

/** WebSocket protocols of exec, best first; only v5 can close stdin alone. */
export const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Checks an exec before its connection is upgraded, and gives what to do once it is. */
export function prepareExec(call: Call): (socket: WebSocket) => void {
  const { info } = call;
  const pod = podOf(call);
  const container = containerOf(pod, info.query.get('container'));
  const command = info.query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify command');
  const host = hostOf(call);
  return socket => {
    const ended = new AbortController();
    const stdin = new PassThrough();
    socket.on('close', () => {
      ended.abort();
      stdin.end();
    });
    socket.on('error', () => ended.abort());
    socket.on('message', data => {
      const message = bytesOf(data);
      if (message[0] === STDIN) stdin.write(message.subarray(1));
      if (message[0] === CLOSE && message[1] === STDIN) stdin.end();
    });
    host
      .exec(
        info.namespace ?? '',
        pod.metadata.name,
        { container, command, tty: isOn(info.query, 'tty') },
        {
          stdin: isOn(info.query, 'stdin') ? stdin : undefined,
          stdout: outputTo(call, socket, 'stdout', STDOUT),
          stderr: outputTo(call, socket, 'stderr', STDERR),
        },
        ended.signal,
      )
      .then(exitStatus, error => asApiError(error).toStatus())
      .then(status => {
        const bytes = Buffer.from(JSON.stringify(status));
        sendOn(socket, STATUS, bytes, () => socket.close(1000));
      });
  };
}

/** A client gets only the outputs that it asked for. */
function outputTo(
  { info }: Pick<Call, 'info'>,
  socket: WebSocket,
  name: 'stdout' | 'stderr',
  channel: number,
): Writable {
  return isOn(info.query, name)
    ? channelWriter(socket, channel)
    : new PassThrough().resume();
}

function exitStatus(code: number): JsonObject {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
