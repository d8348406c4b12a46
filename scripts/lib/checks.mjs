import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { apiReportCommands } from './apiReports.mjs';
import { BIN, ROOT, WORK } from './paths.mjs';
import { say } from './progress.mjs';

const JEST_RESULTS = path.join(WORK, 'jest.json');
const BROWSER_RESULTS = path.join(WORK, 'playwright.json');

function run(command, args, { env = {}, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}

async function single(name, command, args, options) {
  say(name);
  const code = await run(command, args, options);
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

export const format = () =>
  single('Formatting', path.join(BIN, 'prettier'), [
    '--check',
    '--loglevel',
    'warn',
    '.',
  ]);

export const lint = () =>
  single('Lint', path.join(BIN, 'backstage-cli'), [
    'repo',
    'lint',
    '--max-warnings',
    '0',
  ]);

export const types = () =>
  single('Types', path.join(BIN, 'tsc'), [
    '--noEmit',
    '--incremental',
    'false',
    '-p',
    ROOT,
  ]);

/** What the packages export is what their reports say. */
export async function api() {
  const name = 'API reports';
  say(name);
  for (const [command, args] of apiReportCommands({ check: true })) {
    if ((await run(command, args)) !== 0) {
      say('Where the API was meant to change, npm run api writes the reports.');
      return { name, passed: 0, failed: 1 };
    }
  }
  return { name, passed: 1, failed: 0 };
}

/** Unit and integration tests of all packages. */
export async function jest(extra = []) {
  say('Unit and integration tests');
  mkdirSync(WORK, { recursive: true });
  rmSync(JEST_RESULTS, { force: true });
  const code = await run(
    path.join(BIN, 'backstage-cli'),
    [
      'repo',
      'test',
      '--watch=false',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${JEST_RESULTS}`,
      ...extra,
    ],
    {
      env: {
        NODE_OPTIONS:
          '--experimental-vm-modules --no-warnings=ExperimentalWarning',
      },
    },
  );
  if (!existsSync(JEST_RESULTS)) {
    return { name: 'Unit and integration tests', passed: 0, failed: 1 };
  }
  const results = JSON.parse(readFileSync(JEST_RESULTS, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    name: 'Unit and integration tests',
    passed: results.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: results.numPendingTests,
  };
}

/** The journey in a real Chromium against a portal and a sandbox of their own. */
export async function browser() {
  say('Browser tests: starting a portal of their own');
  const [{ startPortal }, { findChromium }] = await Promise.all([
    import('./portal.mjs'),
    import('./chromium.mjs'),
  ]);
  const chromium = await findChromium();
  say(`Browser tests: Chromium from ${chromium.source}`);
  const portal = await startPortal({ autoPorts: true });
  rmSync(BROWSER_RESULTS, { force: true });
  try {
    const code = await run(path.join(BIN, 'playwright'), ['test'], {
      env: {
        ...chromium.env,
        CHROMIUM_PATH: chromium.executablePath,
        PORTAL_URL: portal.url,
        SANDBOX_CONTROL_URL: portal.sandbox.controlUrl,
        SANDBOX: JSON.stringify(portal.sandbox),
        PLAYWRIGHT_JSON_OUTPUT_NAME: BROWSER_RESULTS,
      },
    });
    return browserCounts(code);
  } finally {
    await portal.group.stop();
  }
}

function browserCounts(code) {
  const name = 'Browser tests';
  if (!existsSync(BROWSER_RESULTS)) {
    return { name, passed: 0, failed: 1 };
  }
  const { stats } = JSON.parse(readFileSync(BROWSER_RESULTS, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  return {
    name,
    passed: stats.expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
  };
}
