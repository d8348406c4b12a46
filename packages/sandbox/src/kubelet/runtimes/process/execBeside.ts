import { once } from 'node:events';
import type { RunningContainer } from '../../ContainerRuntime';
import { launchBeside } from './launch';

const NOT_FOUND = /^nsenter: failed to execute (.*): No such file/;

/** Runs a command in the container of a process, with its streams; resolves with the exit code. */
export async function execBeside(
  first: number,
  env: Readonly<Record<string, string>>,
  [command, streams, signal]: Parameters<RunningContainer['exec']>,
): Promise<number> {
  if (signal.aborted) return 130;
  const child = launchBeside(first, command, env);
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is over already.
    }
  };
  signal.addEventListener('abort', end, { once: true });
  // Whoever reads no further breaks the pipe; that is no failure of the exec.
  child.stdin?.on('error', () => {});
  if (streams.stdin) streams.stdin.pipe(child.stdin ?? streams.stdout);
  else child.stdin?.end();
  child.stdout?.pipe(streams.stdout, { end: false });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = said.length < 1_000 ? said + chunk.toString() : said;
    streams.stderr.write(chunk);
  });
  try {
    const [code] = await once(child, 'close');
    if (signal.aborted) return 130;
    return NOT_FOUND.test(said) ? 127 : code ?? 137;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
