import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from '../Shell';

const VOLUME_BYTES = 9.7 * 1024 ** 3;

/** Commands about the container itself. */
export const SYSTEM_COMMANDS: readonly (readonly [string, Command])[] = [
  ['true', async () => 0],
  ['false', async () => 1],
  [
    'echo',
    async ({ args, streams }) => {
      streams.stdout.write(`${args.join(' ')}\n`);
      return 0;
    },
  ],
  [
    'sleep',
    async ({ args, signal }) => {
      await wait(Number.parseFloat(args[0] ?? '0') * 1000, undefined, {
        signal,
      });
      return 0;
    },
  ],
  [
    'date',
    async ({ args, streams }) => {
      const now = new Date();
      const seconds = Math.floor(now.getTime() / 1000);
      streams.stdout.write(
        args.includes('+%s') ? `${seconds}\n` : `${now.toUTCString()}\n`,
      );
      return 0;
    },
  ],
  [
    'hostname',
    async ({ streams, context }) => {
      streams.stdout.write(`${context.env.HOSTNAME ?? ''}\n`);
      return 0;
    },
  ],
  [
    'env',
    async ({ streams, context }) => {
      for (const [name, value] of Object.entries(context.env)) {
        streams.stdout.write(`${name}=${value}\n`);
      }
      return 0;
    },
  ],
  [
    'pidof',
    async ({ streams }) => {
      streams.stdout.write('1\n');
      return 0;
    },
  ],
  ['kill', kill],
  ['df', df],
];

async function kill({ args, context, streams }: Parameters<Command>[0]) {
  const words = args.filter(arg => arg !== '-s');
  const pid = words[words.length - 1];
  const asked = words.length > 1 ? words[0].replace(/^-?(SIG)?/, '') : 'TERM';
  const names: Readonly<Record<string, 'TERM' | 'KILL' | 'HUP'>> = {
    TERM: 'TERM',
    KILL: 'KILL',
    HUP: 'HUP',
    '15': 'TERM',
    '9': 'KILL',
    '1': 'HUP',
  };
  const signal = names[asked];
  if (!signal) {
    streams.stderr.write(`kill: bad signal name '${asked}'\n`);
    return 1;
  }
  if (pid !== '1') {
    streams.stderr.write(`kill: can't kill pid ${pid}: No such process\n`);
    return 1;
  }
  context.kill(signal);
  return 0;
}

const blocks = (bytes: number) => `${Math.ceil(bytes / 1024)}`;

async function df({ args, context, streams }: Parameters<Command>[0]) {
  const inBlocks = args.some(arg => /^-\w*k/.test(arg));
  const sizeAs = inBlocks ? blocks : human;
  streams.stdout.write(
    inBlocks
      ? 'Filesystem           1024-blocks    Used Available Capacity Mounted on\n'
      : 'Filesystem                Size      Used Available Use% Mounted on\n',
  );
  for (const [i, mount] of context.mounts.entries()) {
    const used = sizeOf(context.hostPath(mount));
    const columns = [
      `/dev/nvme${i + 1}n1`.padEnd(20),
      sizeAs(VOLUME_BYTES).padStart(9),
      sizeAs(used).padStart(9),
      sizeAs(VOLUME_BYTES - used).padStart(9),
      `${Math.round((used / VOLUME_BYTES) * 100)}%`.padStart(4),
    ];
    streams.stdout.write(`${columns.join(' ')} ${mount}\n`);
  }
  return 0;
}

function sizeOf(folder: string): number {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.size;
  return readdirSync(folder)
    .map(name => sizeOf(join(folder, name)))
    .reduce((sum, size) => sum + size, 0);
}

function human(bytes: number): string {
  const units = ['', 'K', 'M', 'G'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)}${units[unit]}`;
}
