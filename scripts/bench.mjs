// npm run bench [-- <word> …]: prints one line a figure, "bench <name> <number> <unit or ratio>". The words are those of
// bench/index.ts, and `backend`; without any, everything runs.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT, TRANSFORM } from './lib/paths.mjs';
import { Mendable, main } from './lib/progress.mjs';

function figure(name, value, unit) {
  process.stdout.write(
    `bench ${name} ${Number(value.toPrecision(4))} ${unit}\n`,
  );
}

/** Resident memory in MiB, as Linux and ps tell it; `undefined` on a machine with neither. */
function residentMemory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
  } catch {
    const { status, stdout } = spawnSync(
      'ps',
      ['-o', 'rss=', '-p', String(pid)],
      { encoding: 'utf8' },
    );
    return status === 0 ? Number(stdout) / 1024 : undefined;
  }
}

async function benchCluster(words) {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings=ExperimentalWarning',
      '--require',
      TRANSFORM,
      path.join(ROOT, 'bench/index.ts'),
      ...words,
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0)
    throw new Mendable('A benchmark failed; the lines above say why.');
}

async function benchBackend() {
  const { startPortal } = await import('./lib/portal.mjs');
  const { PortalClient } = await import('./lib/portalClient.mjs');
  const { url, group, backendPid } = await startPortal({ autoPorts: true });
  try {
    const client = await PortalClient.signIn(url);
    const before = residentMemory(backendPid);
    const entityRef = await client.deploy({
      cluster: 'platform-prod',
      region: 'eu-west-1',
    });
    const stop = new AbortController();
    await client.readAuditLines(entityRef, 5, stop);
    const after = residentMemory(backendPid);
    stop.abort();
    if (before === undefined || after === undefined) {
      process.stdout.write(
        "The memory of the backend was left out: this machine tells it neither in /proc nor by the program 'ps'.\n",
      );
      return;
    }
    figure('backend_rss_at_start', before, 'MiB');
    figure('backend_rss_after_deploy', after, 'MiB');
    figure('backend_rss_deploy_over_start', after / before, 'ratio');
  } finally {
    await group.stop();
  }
}

await main(async () => {
  const words = process.argv.slice(2);
  const others = words.filter(word => word !== 'backend');
  await install();
  if (words.length === 0 || others.length > 0) await benchCluster(others);
  if (words.length === 0 || words.includes('backend')) await benchBackend();
});
