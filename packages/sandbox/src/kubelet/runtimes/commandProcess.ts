import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import type {
  ContainerExit,
  ContainerStart,
  RunningContainer,
} from '../ContainerRuntime';

/** Runs something to its end as the process of a container; what it writes is the container's log. */
export function commandProcess(
  start: Pick<ContainerStart, 'log'>,
  run: (
    streams: { readonly stdout: PassThrough; readonly stderr: PassThrough },
    signal: AbortSignal,
  ) => Promise<number>,
): Pick<RunningContainer, 'exited' | 'kill'> {
  const ending = new AbortController();
  let killed: 'TERM' | 'KILL' | undefined;
  const output = () => {
    const stream = new PassThrough();
    const lines = createInterface({ input: stream });
    lines.on('line', line => start.log(line));
    const done = new Promise<void>(resolve => lines.once('close', resolve));
    return { stream, done };
  };
  const stdout = output();
  const stderr = output();
  const exitCodeOf = async () => {
    try {
      return await run(
        { stdout: stdout.stream, stderr: stderr.stream },
        ending.signal,
      );
    } catch (error) {
      stderr.stream.write(
        `${error instanceof Error ? error.message : String(error)}\n`,
      );
      return 1;
    }
  };
  const exited = exitCodeOf().then(async (code): Promise<ContainerExit> => {
    stdout.stream.end();
    stderr.stream.end();
    await Promise.all([stdout.done, stderr.done]);
    const signalled = { TERM: 143, KILL: 137 };
    const exitCode = killed ? signalled[killed] : code;
    return { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' };
  });
  return {
    exited,
    kill: signal => {
      if (signal === 'HUP') return;
      killed ??= signal;
      ending.abort();
    },
  };
}
