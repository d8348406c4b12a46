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
  #stopping = false;
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

  start(name, args, { env = {}, onLine, cwd = ROOT } = {}) {
    const logFile = path.join(this.#logs, `${name}.log`);
    mkdirSync(path.dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile);
    const child = spawn(process.execPath, args, {
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
      this.#children.delete(name);
      if (!this.#stopping) {
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
    this.#stopping = true;
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
