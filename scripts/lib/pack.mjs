import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { YARN } from './install.mjs';
import { BIN, ROOT } from './paths.mjs';
import { Mendable, say } from './progress.mjs';
import { publishablePackages } from './publishable.mjs';
import { refuseUndeclared } from './refuseUndeclared.mjs';
import { copyWorkspace } from './workspaceCopy.mjs';

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', data => {
        said += data;
      });
    }
    child.once('error', reject);
    child.once('close', code =>
      code === 0
        ? resolve(said)
        : reject(
            new Mendable(
              `${path.basename(command)} ${args.join(
                ' ',
              )} failed in ${cwd}:\n${said}`,
            ),
          ),
    );
  });
}

/**
 * Builds and packs every publishable package as a release does: declarations, `backstage-cli package build`, `yarn pack`
 * with Backstage's prepack.
 *
 * @param {string} folder - an empty folder to work in; the archives end up in its `packed`
 * @returns {Promise<Map<string, string>>} archives by package name
 */
export async function packPackages(folder) {
  const packages = publishablePackages();
  const copy = path.join(folder, 'workspace');
  const packed = path.join(folder, 'packed');
  mkdirSync(packed, { recursive: true });
  copyWorkspace(copy, packages);
  say('Writing declarations');
  await run(
    path.join(BIN, 'tsc'),
    [
      ...['--pretty', 'false', '-p', 'scripts/tsconfig.declarations.json'],
      // From here: types are named by where they are found, and the copy finds them through links.
      ...['--outDir', path.join(copy, 'dist-types')],
    ],
    ROOT,
  );
  const archives = new Map();
  for (const { name, folder: home, manifest } of packages) {
    say(`Building and packing ${name}`);
    const cwd = path.join(copy, home);
    const archive = path.join(packed, `${path.basename(home)}.tgz`);
    await run(path.join(BIN, 'backstage-cli'), ['package', 'build'], cwd);
    refuseUndeclared(path.join(cwd, 'dist'), { name, manifest });
    await run('npx', ['--yes', YARN, 'pack', '--out', archive], cwd);
    archives.set(name, archive);
  }
  return archives;
}
