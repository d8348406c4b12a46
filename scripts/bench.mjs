// npm run bench: prints one line a figure, "bench <name> <number> <unit or ratio>".
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT, TRANSFORM } from './lib/paths.mjs';
import { Mendable, main } from './lib/progress.mjs';

function figure(name, value, unit) {
  process.stdout.write(
    `bench ${name} ${Number(value.toPrecision(4))} ${unit}\n`,
  );
}

/** Resident memory in MiB. */
function residentMemory(pid) {
  return (
    Number(
      execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], {
        encoding: 'utf8',
      }),
    ) / 1024
  );
}

async function benchCluster() {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings=ExperimentalWarning',
      '--require',
      TRANSFORM,
      path.join(ROOT, 'bench/index.ts'),
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0)
    throw new Mendable(
      'The benchmark of a deploy failed; the lines above say why.',
    );
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
    figure('backend_rss_at_start', before, 'MiB');
    figure('backend_rss_after_deploy', after, 'MiB');
    figure('backend_rss_deploy_over_start', after / before, 'ratio');
  } finally {
    await group.stop();
  }
}

await main(async () => {
  await install();
  await benchCluster();
  await benchBackend();
});
