import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { Command } from '../Shell';

const FAILED = 2;

/** `grep -F` with `-c`, `-q` and `-v`, over a file or what is piped in. */
export const grep: Command = async ({ args, streams, context }) => {
  const end = args.indexOf('--');
  const isFlag = (arg: string, i: number) =>
    /^-\w+$/.test(arg) && (end < 0 || i < end);
  const flags = args.filter(isFlag).join('');
  const [wanted = '', file] = args.filter(
    (arg, i) => arg !== '--' && !isFlag(arg, i),
  );
  if (!flags.includes('F')) {
    streams.stderr.write('grep: the sandbox knows fixed strings (-F) only\n');
    return FAILED;
  }
  let content: string;
  try {
    content = file
      ? readFileSync(context.hostPath(file), 'utf8')
      : await text(streams.stdin ?? Readable.from([]));
  } catch {
    streams.stderr.write(`grep: ${file}: No such file or directory\n`);
    return FAILED;
  }
  const lines = content.replace(/\n$/, '').split('\n');
  const found = lines.filter(
    line => line.includes(wanted) !== flags.includes('v'),
  );
  if (flags.includes('c')) streams.stdout.write(`${found.length}\n`);
  else if (!flags.includes('q')) {
    found.forEach(line => streams.stdout.write(`${line}\n`));
  }
  return found.length > 0 ? 0 : 1;
};
