import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { YARN } from '../install.mjs';
import { ROOT } from '../paths.mjs';
import { say } from '../progress.mjs';

/** Embeds Backstage 1.55. */
const CREATE_APP = '@backstage/create-app@0.9.2';
/** What create-app runs on; what it makes runs on ours as well. */
const ITS_NODES = ['22', '24'];

function itsNode() {
  const [major] = process.versions.node.split('.');
  return ITS_NODES.includes(major) ? [] : ['-p', 'node@24'];
}

/**
 * The versions that this repository is tested with, and the archives for what npm does not have yet: of a package and of
 * those that depend on it.
 */
function pinVersions(app, archives) {
  const file = path.join(app, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const ours = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  );
  // Those of a package within another are about tests of ours.
  const pins = Object.entries(ours.resolutions).filter(
    ([name]) => !name.startsWith('@backstage-community/'),
  );
  Object.assign(manifest.resolutions, Object.fromEntries(pins));
  for (const [name, archive] of archives) {
    manifest.resolutions[name] = `file:${archive}`;
  }
  manifest.dependenciesMeta = ours.dependenciesMeta;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(path.join(ROOT, 'yarn.lock'), path.join(app, 'yarn.lock'));
}

/** Makes an app by Backstage's own create-app, and lets it know the archives. */
export async function createFreshApp({ folder, archives, group }) {
  const app = path.join(folder, 'app');
  mkdirSync(folder, { recursive: true });
  say(`Creating an app by ${CREATE_APP}`);
  const packages = [...itsNode(), '-p', YARN, '-p', CREATE_APP];
  const code = await group.run(
    'create-app',
    [
      ...['--yes', ...packages, '--', 'backstage-create-app'],
      ...['--skip-install', '--path', app],
    ],
    { command: 'npx', cwd: folder, env: { BACKSTAGE_APP_NAME: 'adopter' } },
  );
  if (code !== 0 || !readdirSync(app).includes('package.json')) {
    throw group.failed('create-app', 'The app could not be made');
  }
  pinVersions(app, archives);
  return app;
}
