import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quote } from 'shell-quote';
import { childrenOf, hasRoot } from './processTree';
import type { Bind } from './rootFolder';

const LOOK_MS = 20;
const START_WITHIN_MS = 10_000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A process that sees a folder as its root and only its own processes. */
export interface Namespaced {
  /** The one that made the namespaces: it ends with them. */
  readonly outer: ChildProcess;
  /** The first process inside, once it is inside; `undefined` when it ended before. */
  readonly first: Promise<number | undefined>;
}

const isRoot = () => process.getuid?.() === 0;

/**
 * Starts a command in mount and PID namespaces of its own, below a root folder. With them it is killed when this
 * process dies, however that happens. Somebody who is not root gets a user namespace besides.
 */
export function launch(options: {
  readonly root: string;
  readonly binds: readonly Bind[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}): Namespaced {
  const { root, binds, command, env } = options;
  const script = [
    quote(['mount', '--bind', root, root]),
    ...binds.map(({ from, to }) =>
      quote(['mount', '--rbind', from, path.join(root, to)]),
    ),
    quote(['mount', '-t', 'proc', 'proc', path.join(root, 'proc')]),
    `exec ${quote(['chroot', root, ...command])}`,
  ].join('\n');
  const outer = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare'],
      ...(isRoot() ? [] : ['--user', '--map-root-user']),
      ...['--mount', '--pid', '--fork', '--kill-child=KILL'],
      ...['sh', '-ec', script],
    ],
    { env: { ...env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return { outer, first: firstInside(outer, root) };
}

async function firstInside(
  outer: ChildProcess,
  root: string,
): Promise<number | undefined> {
  const until = Date.now() + START_WITHIN_MS;
  while (Date.now() < until && outer.exitCode === null && outer.pid) {
    const [first] = childrenOf(outer.pid);
    if (first !== undefined && hasRoot(first, root)) return first;
    await sleep(LOOK_MS);
  }
  return undefined;
}

/** Starts another command beside the first process. */
export function launchBeside(
  first: number,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(
    'nsenter',
    [
      ...['--target', String(first), '--mount', '--pid', '--root', '--wd'],
      ...(isRoot() ? [] : ['--user', '--preserve-credentials']),
      ...['--', ...command],
    ],
    // A group of its own, so that what it starts can be ended with it.
    { env: { ...env, PATH }, stdio: 'pipe', detached: true },
  );
}
