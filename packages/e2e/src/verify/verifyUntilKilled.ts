import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Harness } from '../harness';

// A helper of tests, which is never built.
// eslint-disable-next-line no-restricted-syntax
const PROGRAM = path.join(__dirname, 'verifyProcess.ts');

/** Runs a verification in a process of its own, and kills that by SIGKILL at a moment. */
export async function verifyUntilKilled(
  { config }: Pick<Harness, 'config'>,
  spec: VaultClusterSpec,
  moment: Promise<unknown>,
): Promise<NodeJS.Signals | null> {
  // What lets Node run TypeScript is no package.
  // eslint-disable-next-line @backstage/no-relative-monorepo-imports
  const { TRANSFORM } = await import('../../../../scripts/lib/paths.mjs');
  const child = spawn(
    process.execPath,
    ['--no-warnings=ExperimentalWarning', '--require', TRANSFORM, PROGRAM],
    {
      // Options of the test's own Node are none of the product's.
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  child.stdin.end(JSON.stringify({ config: config.get(), spec }));
  const kill = () => child.kill('SIGKILL');
  // A moment that never comes ends it too: the test finds out from what is there.
  moment.then(kill, kill);
  const [, [, signal]] = await Promise.all([
    text(child.stderr),
    once(child, 'close'),
  ]);
  return signal;
}
