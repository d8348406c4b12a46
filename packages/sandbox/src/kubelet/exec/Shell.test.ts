import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_COMMANDS } from './commands/files';
import { SYSTEM_COMMANDS } from './commands/system';
import { Shell } from './Shell';

describe('Shell', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shell-test-'));
  const signals: string[] = [];
  const shell = new Shell(new Map([...FILE_COMMANDS, ...SYSTEM_COMMANDS]), {
    env: { HOSTNAME: 'vault-0', FILE: '/log' },
    mounts: ['/vault/audit'],
    hostPath: name => path.join(folder, name),
    reach: () => undefined,
    kill: signal => signals.push(signal),
  });

  beforeEach(() => {
    signals.length = 0;
    writeFileSync(path.join(folder, 'log'), 'one\ntwo\nthree\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(argv: readonly string[], stdin?: string) {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const input = new PassThrough();
    input.end(stdin ?? '');
    const code = await shell.exec(
      argv,
      { stdin: input, stdout, stderr },
      new AbortController().signal,
    );
    stdout.end();
    stderr.end();
    return { code, stdout: await text(stdout), stderr: await text(stderr) };
  }
  const script = (source: string) => run(['/bin/sh', '-ec', source]);

  it.each([
    ['cat /log', 'one\ntwo\nthree\n'],
    ['tail -n 1 /log', 'three\n'],
    ['tail -n2 $FILE', 'two\nthree\n'],
    ['cat /log | tail -n 2 | head -n 1', 'two\n'],
    ['cat /log | wc -l', '3\n'],
    ['tail -n 2 /log | grep -F -c -- two', '1\n'],
    ['grep -F -v two /log', 'one\nthree\n'],
    ['grep -F -c -- four /log || echo none', '0\nnone\n'],
    ['false && echo no || echo yes', 'yes\n'],
    ['echo "a; b"; hostname', 'a; b\nvault-0\n'],
    ['echo quiet >/dev/null; echo loud 2>&1', 'loud\n'],
  ])('runs %s', async (source, output) => {
    expect(await script(source)).toEqual({
      code: 0,
      stdout: output,
      stderr: '',
    });
  });

  it('counts the room of a volume in kibibytes when asked to', async () => {
    const { stdout } = await run(['df', '-kP']);
    expect(stdout).toMatch(/1024-blocks/);
    expect(stdout).toMatch(
      /^\S+\s+10171188\s+\d+\s+\d+\s+\d+%\s+\/vault\/audit$/m,
    );
    expect((await run(['df', '-h'])).stdout).toMatch(/9\.7G/);
  });

  it('signals the first process', async () => {
    await script('sleep 0.01 && kill -SIGTERM $(pidof vault)');
    await script('kill -HUP 1');
    expect(signals).toEqual(['TERM', 'HUP']);
  });

  it('answers 127 for what it does not know', async () => {
    expect((await script('curl x')).stderr).toBe('sh: curl: not found\n');
    expect((await run(['curl'])).code).toBe(127);
  });

  it('says which file is missing', async () => {
    expect(await run(['cat', '/none'])).toEqual({
      code: 1,
      stdout: '',
      stderr: "cat: can't open '/none': No such file or directory\n",
    });
  });

  it('reads commands from its input when it has no script', async () => {
    const { stdout } = await run(['sh'], 'hostname\nexit\n');
    expect(stdout).toBe('/ $ vault-0\n/ $ ');
  });

  it('follows a file through its rotation', async () => {
    const ended = new AbortController();
    const stdout = new PassThrough();
    const output = text(stdout);
    const running = shell.exec(
      ['tail', '-n', '1', '-F', '/log'],
      { stdout, stderr: new PassThrough() },
      ended.signal,
    );
    await sleep(50);
    appendFileSync(path.join(folder, 'log'), 'four\n');
    await sleep(400);
    renameSync(path.join(folder, 'log'), path.join(folder, 'log.1'));
    writeFileSync(path.join(folder, 'log'), 'five\n');
    await sleep(400);
    ended.abort();
    await running;
    stdout.end();
    expect(await output).toBe('three\nfour\nfive\n');
  });
});
