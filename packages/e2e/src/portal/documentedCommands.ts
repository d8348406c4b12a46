import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

// A helper of tests, which is never built.
// eslint-disable-next-line no-restricted-syntax
const HERE = __dirname;

const has = (tool: string) => !spawnSync(tool, ['--version']).error;

/** What the documentation's commands need and this machine lacks; jq is no part of it, see {@link runDocumentation}. */
export function missingTools(): string[] {
  return ['bash', 'curl'].filter(tool => !has(tool));
}

/** A jq of our own for a machine that has none. */
const OUR_JQ = `jq() { "${process.execPath}" "${path.join(
  HERE,
  'jq.mjs',
)}" "$@"; }\n`;

/** Runs what docs/actions.md says about tasks and dry runs, word by word, on another portal. */
export async function runDocumentation(portalUrl: string): Promise<string> {
  const page = readFileSync(
    path.resolve(HERE, '../../../../docs/actions.md'),
    'utf8',
  );
  const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)]
    .map(([, block]) => block)
    .filter(block => !/cancel|api\/vault-eks/.test(block))
    .join('\n')
    .replace(/^PORTAL=.*$/m, `PORTAL=${portalUrl}`);
  const { stdout } = await promisify(execFile)('bash', [
    '-euo',
    'pipefail',
    '-c',
    (has('jq') ? '' : OUR_JQ) + commands,
  ]);
  return stdout;
}
