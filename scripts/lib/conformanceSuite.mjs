import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { BIN, ROOT, WORK } from './paths.mjs';
import { Mendable } from './progress.mjs';

const PACKAGE = path.join(ROOT, 'plugins/vault-eks-node');
const RESULTS = path.join(WORK, 'conformance');
const CREDENTIALS = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];

const DOCS = path.join(ROOT, 'docs/conformance.md');

const JEST = path.join(BIN, 'jest');
/** The suites: how each is run, and where its exceptions are. */
const SUITES = {
  aws: {
    run: [JEST, '--config', 'conformance/jest.config.js'],
    cwd: PACKAGE,
    exceptions: 'conformance/exceptions.json',
  },
  vault: {
    run: [JEST, '--config', 'conformance/vault/jest.config.js'],
    cwd: PACKAGE,
    exceptions: 'conformance/vault/exceptions.json',
  },
  kubernetes: {
    run: [JEST, '--config', 'conformance/kubernetes/jest.config.js'],
    cwd: PACKAGE,
  },
  process: {
    run: [
      path.join(BIN, 'backstage-cli'),
      ...['repo', 'test', '--watch=false', 'contract/vaultProcess'],
    ],
    cwd: ROOT,
  },
};

/**
 * What is known to differ: `{ [target]: [{ test, does, documented, source }] }`, `test` being `<thing>: <test>`. The
 * docs tell people of each, or nothing runs.
 */
export function readExceptions(suite) {
  const exceptions = JSON.parse(
    readFileSync(path.join(PACKAGE, SUITES[suite].exceptions), 'utf8'),
  );
  const docs = readFileSync(DOCS, 'utf8');
  const untold = Object.values(exceptions)
    .flat()
    .filter(({ test }) => !docs.includes(test));
  if (untold.length) {
    throw new Mendable(
      `docs/conformance.md does not tell what ${
        SUITES[suite].exceptions
      } excepts; add to its table: ${untold
        .map(({ test }) => test)
        .join(', ')}`,
    );
  }
  return exceptions;
}

const allBut = names =>
  names.length === 0
    ? '.'
    : `^(?!(?:${names
        .map(name => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
        .join('|')})$)`;

/** Jest over the suite; its own output goes to a log. */
async function runJest({ suite, target, env, skipped }) {
  mkdirSync(RESULTS, { recursive: true });
  const json = path.join(RESULTS, `${suite}-${target}.json`);
  const log = path.join(RESULTS, `${suite}-${target}.log`);
  rmSync(json, { force: true });
  const environment = {
    ...process.env,
    ...env,
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
  };
  CREDENTIALS.forEach(name => delete environment[name]);
  const {
    run: [command, ...args],
    cwd,
  } = SUITES[suite];
  const child = spawn(
    command,
    [
      ...args,
      '--runInBand',
      '--json',
      `--outputFile=${json}`,
      '--testNamePattern',
      allBut(skipped),
    ],
    { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const file = createWriteStream(log);
  child.stderr.pipe(file);
  child.stdout.resume();
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (!existsSync(json)) {
    throw new Mendable(
      `The tests against ${target} did not run; ${path.relative(
        ROOT,
        log,
      )} says why.`,
    );
  }
  return JSON.parse(readFileSync(json, 'utf8'));
}

/** A file that failed outside its tests: it could not be loaded, or did not end cleanly. */
function brokenFile({ name, status, message, assertionResults }) {
  const blamed = assertionResults.some(test => test.status === 'failed');
  return status === 'failed' && !blamed
    ? [
        {
          thing: path.basename(name),
          test: 'loads and ends cleanly',
          outcome: 'failed',
          message,
        },
      ]
    : [];
}

const OUTCOMES = { passed: 'passed', failed: 'failed' };

/**
 * Runs a suite against one target.
 *
 * @returns {Promise<{ thing: string, test: string, outcome: 'passed' | 'failed' | 'skipped', message?: string }[]>}
 */
export async function runSuite({ suite, target, env, exceptions = [] }) {
  const { testResults } = await runJest({
    ...{ suite, target, env },
    skipped: exceptions.map(({ test }) => test),
  });
  const rows = testResults.flatMap(file => [
    ...brokenFile(file),
    ...file.assertionResults.map(
      ({ ancestorTitles: [thing], title, status, failureMessages }) => ({
        thing: thing.replace(/:$/, ''),
        test: title,
        outcome: OUTCOMES[status] ?? 'skipped',
        message: failureMessages?.[0],
      }),
    ),
  ]);
  const names = new Set(rows.map(({ thing, test }) => `${thing}: ${test}`));
  const stale = exceptions.filter(({ test }) => !names.has(test));
  if (stale.length) {
    throw new Mendable(
      `${
        SUITES[suite].exceptions
      } names tests that do not exist; correct or remove them: ${stale
        .map(({ test }) => test)
        .join(', ')}`,
    );
  }
  return rows;
}
