import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sandbox } from '@vault-eks/sandbox';
import type { ForkedSandbox } from './ForkedSandbox';

/** What the process sends when it is ready; the loader of its TypeScript sends messages too. */
async function readyMessage(
  child: ChildProcess,
): Promise<Omit<Sandbox, 'stop'>> {
  for (;;) {
    const [message] = await once(child, 'message');
    if (message.ready) {
      return message.ready;
    }
  }
}

/** Starts a sandbox in a process of its own. */
export async function forkSandbox(
  options: Omit<ForkedSandbox, 'outFolder'>,
): Promise<Sandbox> {
  const outFolder = mkdtempSync(path.join(tmpdir(), 'vault-eks-bench-'));
  const child = fork(path.join(__dirname, 'sandboxProcess.ts'), [
    JSON.stringify({ ...options, outFolder }),
  ]);
  const exited = once(child, 'exit');
  const where = await Promise.race([
    readyMessage(child),
    exited.then(() => {
      throw new Error('The sandbox ended before it was ready');
    }),
  ]);
  return {
    ...where,
    async stop() {
      child.disconnect();
      await exited;
      rmSync(outFolder, { recursive: true, force: true });
    },
  };
}
