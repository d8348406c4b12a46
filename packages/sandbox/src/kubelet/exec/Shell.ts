import { PassThrough } from 'node:stream';
import { parse } from 'shell-quote';
import type { ExecStreams } from '../PodHost';

/** What commands see of their container. */
export interface ShellContext {
  readonly env: Readonly<Record<string, string>>;
  /** Where a path inside the container really is. */
  hostPath(containerPath: string): string;
  /** Folders of this container that are mounted. */
  readonly mounts: readonly string[];
  /** Where a port really listens: of this pod for a loopback address, else of the pod or Service of that name. */
  reach(hostname: string, port: number): number | undefined;
  /** Signals the container's process. */
  kill(signal: 'TERM' | 'KILL' | 'HUP'): void;
}

/** One call of a command. */
export interface CommandCall {
  readonly args: readonly string[];
  readonly streams: ExecStreams;
  readonly context: ShellContext;
  readonly signal: AbortSignal;
}

/** Answers its exit code. */
export type Command = (call: CommandCall) => Promise<number>;

/** The status of a command that was not found. */
export const NOT_FOUND = 127;

/** Runs the commands of a container that the sandbox knows, alone or in a shell's script. */
export class Shell {
  constructor(
    private readonly commands: ReadonlyMap<string, Command>,
    private readonly context: ShellContext,
  ) {}

  /** Runs a command as `exec` gives it. */
  async exec(
    argv: readonly string[],
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    const [name = '', ...args] = argv;
    const base = name.replace(/^.*\//, '');
    if (base === 'sh' || base === 'bash' || base === 'ash') {
      const script = scriptOf(args);
      return script === undefined
        ? this.interactive(streams, signal)
        : this.script(script, streams, signal);
    }
    const command = this.commands.get(base);
    if (!command) {
      streams.stderr.write(
        `exec: "${name}": executable file not found in $PATH\n`,
      );
      return NOT_FOUND;
    }
    return this.call(command, args, streams, signal);
  }

  /** Runs a script of simple commands joined by `;`, `&&`, `||` and `|`. */
  async script(
    script: string,
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    let status = 0;
    for (const { joint, pipeline } of stepsOf(script, this.context.env)) {
      if (signal.aborted) return 130;
      if (joint === '&&' && status !== 0) continue;
      if (joint === '||' && status === 0) continue;
      if (pipeline[0]?.words[0] === 'exit') {
        return Number(pipeline[0].words[1] ?? status);
      }
      status = await this.pipe(pipeline, streams, signal);
    }
    return status;
  }

  private async interactive(
    { stdin, ...out }: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    if (!stdin) return 0;
    let status = 0;
    let line = '';
    out.stdout.write('/ $ ');
    for await (const chunk of stdin) {
      for (const character of String(chunk)) {
        if (character === '\u0004') return status;
        if (character !== '\n' && character !== '\r') {
          line += character;
          continue;
        }
        if (/^\s*exit\b/.test(line)) return status;
        status = await this.script(line, out, signal);
        line = '';
        out.stdout.write('/ $ ');
      }
    }
    return status;
  }

  private async pipe(
    pipeline: readonly SimpleCommand[],
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    // Whoever reads no further, such as `head`, ends those that still write.
    const done = new AbortController();
    const upstream = AbortSignal.any([signal, done.signal]);
    let { stdin } = streams;
    const before: Promise<number>[] = [];
    for (const command of pipeline.slice(0, -1)) {
      const between = new PassThrough();
      const part = { ...streams, stdin, stdout: between };
      before.push(
        this.simple(command, part, upstream).finally(() => between.end()),
      );
      stdin = between;
    }
    const last = pipeline[pipeline.length - 1];
    const status = await this.simple(last, { ...streams, stdin }, signal);
    done.abort();
    await Promise.all(before);
    return status;
  }

  private simple(
    { words, silent }: SimpleCommand,
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    const nowhere = new PassThrough().resume();
    const out = {
      stdin: streams.stdin,
      stdout: silent.stdout ? nowhere : streams.stdout,
      stderr: silent.stderr ? nowhere : streams.stderr,
    };
    const [name, ...args] = words;
    const command = this.commands.get(name.replace(/^.*\//, ''));
    if (!command) {
      out.stderr.write(`sh: ${name}: not found\n`);
      return Promise.resolve(NOT_FOUND);
    }
    return this.call(command, args, out, signal);
  }

  private async call(
    command: Command,
    args: readonly string[],
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number> {
    try {
      return await command({ args, streams, context: this.context, signal });
    } catch (error) {
      if (signal.aborted) return 130;
      const message = error instanceof Error ? error.message : String(error);
      streams.stderr.write(`${message}\n`);
      return 1;
    }
  }
}

interface SimpleCommand {
  readonly words: readonly string[];
  readonly silent: { readonly stdout: boolean; readonly stderr: boolean };
}

interface Step {
  /** How it hangs on the step before. */
  readonly joint: string;
  readonly pipeline: readonly SimpleCommand[];
}

/** The script of `sh -ec '…'`; `undefined` for a shell that reads its input. */
function scriptOf(args: readonly string[]): string | undefined {
  const flag = args.findIndex(arg => /^-\w*c\w*$/.test(arg));
  return flag < 0 ? undefined : args[flag + 1];
}

function stepsOf(
  script: string,
  env: Readonly<Record<string, string>>,
): readonly Step[] {
  const steps: { joint: string; pipeline: SimpleCommand[] }[] = [];
  let joint = ';';
  let words: string[] = [];
  let silent = { stdout: false, stderr: false };
  let pipeline: SimpleCommand[] = [];
  const endCommand = () => {
    if (words.length > 0) pipeline.push({ words, silent });
    words = [];
    silent = { stdout: false, stderr: false };
  };
  const endStep = (next: string) => {
    endCommand();
    if (pipeline.length > 0) steps.push({ joint, pipeline });
    pipeline = [];
    joint = next;
  };
  // The only process of a container that anyone asks for is its first.
  const lines = script
    .replace(/\$\(\s*pidof \w+\s*\)|`pidof \w+`/g, '1')
    .split('\n');
  for (const line of lines) {
    const tokens = parse(line, env);
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i];
      if (typeof token === 'string') words.push(token);
      else if ('comment' in token) break;
      else if (token.op === 'glob') words.push(token.pattern);
      else if (token.op === '|') endCommand();
      else if (token.op.startsWith('>')) {
        const from = /^[12]$/.test(words[words.length - 1] ?? '')
          ? words.pop()
          : '1';
        i += 1;
        if (tokens[i] === '/dev/null') {
          silent = {
            stdout: silent.stdout || from === '1',
            stderr: silent.stderr || from === '2',
          };
        }
      } else endStep(token.op);
    }
    endStep(';');
  }
  return steps;
}
