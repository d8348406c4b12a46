import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { DeployOptions } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { Harness } from '../harness';

// A helper of tests, which is never built.
// eslint-disable-next-line no-restricted-syntax
const PROGRAM = path.join(__dirname, 'deployProcess.ts');

/** How a deploy in a process of its own ended, and all that it wrote. */
export interface KilledDeploy {
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Runs a deploy in a process of its own, and kills that by SIGKILL as soon as it has written a line, or something else has happened. */
export async function deployUntilKilled(
  { config }: Pick<Harness, 'config'>,
  spec: VaultClusterSpec,
  moment: RegExp | Promise<unknown>,
  options: Pick<DeployOptions, 'reinitialise' | 'vaultToken'> = {},
): Promise<KilledDeploy> {
  // What lets Node run TypeScript is no package.
  // eslint-disable-next-line @backstage/no-relative-monorepo-imports
  const { TRANSFORM } = await import('../../../../scripts/lib/paths.mjs');
  const child = spawn(
    process.execPath,
    ['--no-warnings=ExperimentalWarning', '--require', TRANSFORM, PROGRAM],
    {
      // Options of the test's own Node are none of the product's.
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const kill = () => child.kill('SIGKILL');
  child.stdin.end(JSON.stringify({ config: config.get(), spec, options }));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', said => {
    lines.push(said);
    if (moment instanceof RegExp && moment.test(said)) {
      kill();
    }
  });
  if (moment instanceof Promise) {
    // A moment that never comes ends it too: the test finds out from what is there.
    moment.then(kill, kill);
  }
  const [errors, [, signal]] = await Promise.all([
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { signal, output: [...lines, errors].join('\n') };
}
