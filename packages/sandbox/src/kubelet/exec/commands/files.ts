import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, CommandCall } from '../Shell';
import { grep } from './grep';

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;

/** Commands that look at files, as busybox has them in Vault's image. */
export const FILE_COMMANDS: readonly (readonly [string, Command])[] = [
  ['cat', cat],
  ['tail', tail],
  ['head', head],
  ['ls', ls],
  ['sha256sum', sha256sum],
  ['wc', wc],
  ['mv', mv],
  ['rm', rm],
  ['touch', touch],
  ['grep', grep],
];

async function cat(call: CommandCall): Promise<number> {
  const { streams, signal } = call;
  const names = operands(call.args);
  if (names.length === 0 && streams.stdin) {
    for await (const chunk of streams.stdin) await write(call, chunk);
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const content = read(call, name, 'cat');
    if (signal.aborted) return 130;
    if (content) await write(call, content);
    else status = 1;
  }
  return status;
}

async function tail(call: CommandCall): Promise<number> {
  const count = countOf(call.args);
  const follows = call.args.some(arg => /^-\w*[fF]/.test(arg));
  const [name] = operands(call.args);
  if (!name) {
    await write(call, lastLines(await stdin(call), count));
    return 0;
  }
  const content = read(call, name, 'tail');
  if (!content) return 1;
  await write(call, lastLines(content, count));
  if (follows) await follow(call, name, content.length);
  return 0;
}

/** Writes what is appended to a file, and starts over when it was replaced or cut. */
async function follow(
  call: CommandCall,
  name: string,
  from: number,
): Promise<void> {
  const { context, signal } = call;
  const file = context.hostPath(name);
  let offset = from;
  let inode = statSync(file).ino;
  while (!signal.aborted) {
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
    const now = statSync(file, { throwIfNoEntry: false });
    if (!now) continue;
    if (now.ino !== inode || now.size < offset) offset = 0;
    inode = now.ino;
    if (now.size > offset) {
      const added = readFrom(file, offset);
      offset += added.length;
      await write(call, added);
    }
  }
}

function readFrom(file: string, offset: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const length = Math.min(fstatSync(descriptor).size - offset, CHUNK_BYTES);
    const buffer = Buffer.alloc(Math.max(0, length));
    return buffer.subarray(
      0,
      readSync(descriptor, buffer, 0, buffer.length, offset),
    );
  } finally {
    closeSync(descriptor);
  }
}

async function head(call: CommandCall): Promise<number> {
  const count = countOf(call.args);
  const [name] = operands(call.args);
  const content = name ? read(call, name, 'head') : await stdin(call);
  if (!content) return 1;
  const lines = content.toString().split('\n').slice(0, count);
  await write(call, Buffer.from(lines.map(line => `${line}\n`).join('')));
  return 0;
}

async function ls(call: CommandCall): Promise<number> {
  const { context, streams, args } = call;
  const long = args.some(arg => /^-\w*l/.test(arg));
  const names = operands(args);
  let status = 0;
  for (const name of names.length > 0 ? names : ['/']) {
    const found = statSync(context.hostPath(name), { throwIfNoEntry: false });
    if (!found) {
      streams.stderr.write(`ls: ${name}: No such file or directory\n`);
      status = 1;
      continue;
    }
    const entries = found.isDirectory()
      ? readdirSync(context.hostPath(name)).sort()
      : [name];
    for (const entry of entries) {
      const path = found.isDirectory() ? `${name}/${entry}` : name;
      streams.stdout.write(
        `${long ? `${details(context.hostPath(path))} ` : ''}${entry}\n`,
      );
    }
  }
  return status;
}

function details(file: string): string {
  const { mode, size, mtime } = statSync(file);
  const kind = statSync(file).isDirectory() ? 'd' : '-';
  const bits = [...mode.toString(8).slice(-3)]
    .map(
      digit =>
        ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'][Number(digit)],
    )
    .join('');
  const when = mtime.toUTCString().slice(5, 22);
  return `${kind}${bits}    1 vault    vault    ${String(size).padStart(
    9,
  )} ${when}`;
}

async function sha256sum(call: CommandCall): Promise<number> {
  let status = 0;
  for (const name of operands(call.args)) {
    const content = read(call, name, 'sha256sum');
    if (!content) status = 1;
    else {
      const sum = createHash('sha256').update(content).digest('hex');
      await write(call, Buffer.from(`${sum}  ${name}\n`));
    }
  }
  return status;
}

async function wc(call: CommandCall): Promise<number> {
  const [name] = operands(call.args);
  const content = name ? read(call, name, 'wc') : await stdin(call);
  if (!content) return 1;
  const lines = content.toString().split('\n').length - 1;
  await write(call, Buffer.from(`${lines}${name ? ` ${name}` : ''}\n`));
  return 0;
}

async function mv({ args, context }: CommandCall): Promise<number> {
  const [from, to] = operands(args);
  renameSync(context.hostPath(from), context.hostPath(to));
  return 0;
}

async function rm({ args, context }: CommandCall): Promise<number> {
  for (const name of operands(args)) rmSync(context.hostPath(name));
  return 0;
}

async function touch({ args, context }: CommandCall): Promise<number> {
  for (const name of operands(args)) {
    writeFileSync(context.hostPath(name), '', { flag: 'a' });
  }
  return 0;
}

function read(
  { context, streams }: CommandCall,
  name: string,
  command: string,
): Buffer | undefined {
  try {
    return readFileSync(context.hostPath(name));
  } catch {
    streams.stderr.write(
      `${command}: can't open '${name}': No such file or directory\n`,
    );
    return undefined;
  }
}

async function stdin({ streams }: CommandCall): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of streams.stdin ?? [])
    chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Waits for a slow reader, so that nothing piles up here. */
async function write(
  { streams, signal }: CommandCall,
  content: Buffer,
): Promise<void> {
  if (content.length === 0 || signal.aborted) return;
  if (!streams.stdout.write(content)) {
    await once(streams.stdout, 'drain', { signal });
  }
}

/** The number of `-n 5`, `-n5` or `-5`. */
function countOf(args: readonly string[]): number {
  const at = args.findIndex(arg => /^-\w*n$/.test(arg));
  const attached = args.map(arg => /^-n?(\d+)$/.exec(arg)?.[1]).find(Boolean);
  return Number((at < 0 ? attached : args[at + 1]) ?? 10);
}

function operands(args: readonly string[]): string[] {
  return args.filter(
    (arg, i) => !arg.startsWith('-') && !/^-\w*n$/.test(args[i - 1] ?? ''),
  );
}

function lastLines(content: Buffer, count: number): Buffer {
  const lines = content.toString().replace(/\n$/, '').split('\n');
  if (content.length === 0 || count === 0) return Buffer.alloc(0);
  return Buffer.from(`${lines.slice(-count).join('\n')}\n`);
}
