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

const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

function writeJson(file, content) {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * What this repository is tested with. The ranges of a fresh app reach into later releases of Backstage, and two releases
 * in one app do not know each other's React contexts.
 */
function testedVersions() {
  const { resolutions, dependenciesMeta } = readJson(
    path.join(ROOT, 'package.json'),
  );
  const scope = path.join(ROOT, 'node_modules/@backstage');
  const backstage = readdirSync(scope).map(name => [
    `@backstage/${name}`,
    readJson(path.join(scope, name, 'package.json')).version,
  ]);
  // Those of a package within another are about tests of ours.
  const others = Object.entries(resolutions).filter(
    ([name]) => !name.startsWith('@backstage-community/'),
  );
  // As scripts/lib/sqlite.mjs chooses it.
  const sqlite =
    Number(process.versions.node.split('.')[0]) < 24
      ? []
      : [['better-sqlite3', '^13.2.0']];
  return {
    resolutions: Object.fromEntries([...backstage, ...others, ...sqlite]),
    dependenciesMeta,
  };
}

/** Takes each range of Backstage by its lowest version, that of the release. */
function pinRelease(file) {
  const manifest = readJson(file);
  for (const kind of ['dependencies', 'devDependencies']) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (name.startsWith('@backstage/')) {
        manifest[kind][name] = range.replace(/^\^/, '');
      }
    }
  }
  writeJson(file, manifest);
}

/** Pins the release, and takes our packages from the archives, also where one of them depends on another. */
function pinVersions(app, archives) {
  const file = path.join(app, 'package.json');
  const manifest = readJson(file);
  const { resolutions, dependenciesMeta } = testedVersions();
  Object.assign(manifest.resolutions, resolutions);
  manifest.dependenciesMeta = dependenciesMeta;
  for (const [name, archive] of archives) {
    manifest.resolutions[name] = `file:${archive}`;
  }
  writeJson(file, manifest);
  const all = ['.', 'packages/app', 'packages/backend'];
  all.forEach(folder => pinRelease(path.join(app, folder, 'package.json')));
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
