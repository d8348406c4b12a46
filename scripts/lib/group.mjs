import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './paths.mjs';
import { Mendable } from './progress.mjs';

const GRACE_MS = 8_000;

/** Child processes that live and die together, each with a log file of its own. */
export class ProcessGroup {
  #children = new Map();
  #stopped = new AbortController();
  #died;
  #dead = new Promise((_, reject) => {
    this.#died = reject;
  });

  #logs;

  /** @param {string} runFolder - where the members leave their logs */
  constructor(runFolder) {
    this.#logs = path.join(runFolder, 'logs');
    this.#dead.catch(() => {});
  }

  /** Rejects when any member ends by itself. */
  get dead() {
    return this.#dead;
  }

  /** Where a member leaves what it says. */
  logOf(name) {
    return path.join(this.#logs, `${name}.log`);
  }

  /** Aborts as soon as the group is being stopped. */
  get stopped() {
    return this.#stopped.signal;
  }

  /** Runs a member that is meant to end, and says with which code it did; `null` when it was stopped. */
  run(name, args, options = {}) {
    return new Promise((resolve, reject) => {
      const child = this.start(name, args, { ...options, mayEnd: true });
      child.once('error', reject);
      child.once('close', resolve);
    });
  }

  /** The error of a member that ended as it should not, with the end of its log. */
  failed(name, what) {
    const logFile = this.logOf(name);
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15);
    return new Mendable(
      `${what}; the last lines say why:\n${tail.join(
        '\n',
      )}\nAll of it is in ${path.relative(ROOT, logFile)}.`,
    );
  }

  start(
    name,
    args,
    {
      command = process.execPath,
      env = {},
      onLine,
      cwd = ROOT,
      mayEnd = false,
    } = {},
  ) {
    this.stopped.throwIfAborted();
    const logFile = this.logOf(name);
    mkdirSync(path.dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
    child.once('close', code => {
      log.end();
      // Another of that name may have been started meanwhile.
      if (this.#children.get(name) === child) {
        this.#children.delete(name);
      }
      if (!mayEnd && !this.stopped.aborted) {
        const tail = readFileSync(logFile, 'utf8')
          .trimEnd()
          .split('\n')
          .slice(-12);
        this.#died(
          new Mendable(
            `The ${name} ended by itself (code ${code}). Its last lines:\n${tail.join(
              '\n',
            )}\nAll of it is in ${path.relative(ROOT, logFile)}.`,
          ),
        );
      }
    });
    return child;
  }

  /** Ends all members: politely first, then for good. */
  async stop() {
    this.#stopped.abort(new Mendable('It was stopped.'));
    const ended = [...this.#children.values()].map(
      child =>
        new Promise(resolve => {
          if (child.exitCode !== null || child.signalCode !== null) {
            resolve();
            return;
          }
          const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
          child.once('close', () => {
            clearTimeout(timer);
            resolve();
          });
          child.kill('SIGTERM');
        }),
    );
    await Promise.all(ended);
  }
}
