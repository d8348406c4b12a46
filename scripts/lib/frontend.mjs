import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
} from 'node:fs';
import path from 'node:path';
import { BIN, ROOT, WORK } from './paths.mjs';
import { Mendable, say } from './progress.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const APP = path.join(ROOT, 'packages/app');
const STAMP = path.join(APP, 'dist', '.built');
const SOURCES = [
  'yarn.lock',
  'app-config.yaml',
  'packages/app',
  'plugins/vault-eks',
  'plugins/vault-eks-common',
];

/** Builds the portal's frontend unless its sources are those of the last build. */
export async function buildFrontend() {
  const digest = digestOf(SOURCES);
  if (
    isStamped(STAMP, digest) &&
    existsSync(path.join(APP, 'dist/index.html'))
  ) {
    return;
  }
  say('Building the frontend (about half a minute)');
  const logFile = path.join(WORK, 'logs', 'frontend-build.log');
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(
    path.join(BIN, 'backstage-cli'),
    ['package', 'build', '--config', path.join(ROOT, 'app-config.yaml')],
    {
      cwd: APP,
      env: { ...process.env, CI: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise(resolve => child.once('close', resolve));
  log.end();
  if (code !== 0) {
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15);
    throw new Mendable(
      `The frontend could not be built; the last lines say why:\n${tail.join(
        '\n',
      )}\nAll of it is in ${path.relative(ROOT, logFile)}.`,
    );
  }
  stamp(STAMP, digest);
  say('The frontend is built');
}
