// npm run adopter: what an adopter does. Builds and packs the packages, makes a fresh app by Backstage's create-app, follows
// docs/install.md by its own code blocks, starts the app on the sandbox and looks at it in a browser. Takes minutes and
// a few GB in the temporary folder. `-- --keep` leaves the app there.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './lib/install.mjs';
import { WORK } from './lib/paths.mjs';
import { main, say } from './lib/progress.mjs';
import { requirePrograms } from './lib/programs.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: { keep: { type: 'boolean', default: false } },
  });
  requirePrograms('helm');
  await install();
  const [
    { ProcessGroup },
    { packPackages },
    { startSandbox },
    { createFreshApp },
    { followInstall },
    { serveApp },
    { lookAtApp },
  ] = await Promise.all([
    import('./lib/group.mjs'),
    import('./lib/pack.mjs'),
    import('./lib/portal.mjs'),
    import('./lib/adopter/createFreshApp.mjs'),
    import('./lib/adopter/followInstall.mjs'),
    import('./lib/adopter/serveApp.mjs'),
    import('./lib/adopter/lookAtApp.mjs'),
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-adopter-'));
  const runFolder = path.join(WORK, 'adopter');
  const pictures = path.join(runFolder, 'pictures');
  mkdirSync(pictures, { recursive: true });
  const group = new ProcessGroup(runFolder);
  process.once('SIGINT', () => group.stop());
  process.once('SIGTERM', () => group.stop());
  try {
    const archives = await packPackages(folder);
    const app = await createFreshApp({ folder, archives, group });
    await followInstall({ app, archives, group });
    const sandbox = await startSandbox(group, { autoPorts: true, runFolder });
    const url = await serveApp({ app, group, sandbox });
    await lookAtApp({ url, pictures });
    say(`A fresh app shows the plugins; pictures: ${pictures}`);
  } finally {
    await group.stop();
    if (values.keep) {
      say(`Kept: ${folder}`);
    } else {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
