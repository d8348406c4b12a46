import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, WORK } from './paths.mjs';
import { Mendable, say } from './progress.mjs';
import { chooseSqlite, restoreSqlite } from './sqlite.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

/** The Yarn of this workspace, by its name on npm. */
export const YARN = '@yarnpkg/cli-dist@4.13.0';
const STAMP = path.join(ROOT, 'node_modules', '.vault-eks-install');
/** Yarn does not compile again when only Node changes. */
const ABI = path.join(ROOT, 'node_modules', '.vault-eks-abi');
const ADD_ONS = ['better-sqlite3', 'classic-level'];

/** Refuses a Node that Backstage 1.55 does not run on. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  if (!ok) {
    throw new Mendable(
      `Node ${process.versions.node} is too old: install Node 20.19 or newer (22 and 24 are fine) and run this again.`,
    );
  }
}

function workspaceManifests() {
  return ['packages', 'plugins'].flatMap(folder =>
    readdirSync(path.join(ROOT, folder))
      .map(name => path.join(folder, name, 'package.json'))
      .filter(file => existsSync(path.join(ROOT, file))),
  );
}

function isForThisNode(folder) {
  try {
    const header = path.join(folder, 'include/node/node_version.h');
    const major = /NODE_MAJOR_VERSION (\d+)/.exec(
      readFileSync(header, 'utf8'),
    )[1];
    return major === process.versions.node.split('.')[0];
  } catch {
    return false;
  }
}

/**
 * Native add-ons are compiled against Node's headers: those beside this Node, else those that npm was told about, never
 * those of another Node. npm would look for itself; Yarn does not ask it.
 */
export function headersEnvironment() {
  const { npm_config_nodedir: told, ...others } = process.env;
  const beside = path.resolve(path.dirname(process.execPath), '..');
  const folder = [beside, told].find(
    candidate => candidate && isForThisNode(candidate),
  );
  return folder ? { ...others, npm_config_nodedir: folder } : others;
}

function missingBuildTools() {
  return ['python3', 'make', 'g++'].filter(
    tool => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error,
  );
}

/** Installs the workspace's dependencies unless that is already done for this lock file and this Node. */
export async function install() {
  checkNode();
  const digest = digestOf(
    ['package.json', 'yarn.lock', '.yarnrc.yml', ...workspaceManifests()],
    process.versions.modules,
    process.platform,
    process.arch,
  );
  if (isStamped(STAMP, digest)) {
    return;
  }
  say('Installing dependencies (a few minutes the first time)');
  restoreSqlite();
  const log = path.join(WORK, 'logs', 'install.log');
  let { code, lines } = await runYarn(['install', '--immutable']);
  if (
    code === 0 &&
    existsSync(ABI) &&
    !isStamped(ABI, process.versions.modules)
  ) {
    say('Compiling native add-ons for this Node');
    const rebuilt = await runYarn(['rebuild', ...ADD_ONS]);
    code = rebuilt.code;
    lines = [...lines, ...rebuilt.lines];
  }
  mkdirSync(path.dirname(log), { recursive: true });
  writeFileSync(log, lines.join('\n'));
  if (code !== 0) {
    throw new Mendable(explain(lines, log));
  }
  chooseSqlite();
  stamp(STAMP, digest);
  stamp(ABI, process.versions.modules);
  say('Dependencies are installed');
}

function explain(lines, log) {
  const missing = missingBuildTools();
  if (missing.length && lines.some(line => line.includes('YN0009'))) {
    return `A native add-on must be compiled here and ${missing.join(
      ' and ',
    )} cannot be found: install ${missing.join(
      ', ',
    )} (Debian: apt-get install python3 make g++; macOS: xcode-select --install) and run this again.`;
  }
  const errors = lines.filter(line =>
    /YN0009|Error|➤ YN00(01|18|28|35|41)/.test(line),
  );
  return [
    'The installation failed; the last lines say why:',
    ...(errors.length ? errors : lines).slice(-8),
    `Everything it said is in ${path.relative(ROOT, log)}.`,
  ].join('\n');
}

async function runYarn(args) {
  const child = spawn('npx', ['--yes', YARN, ...args], {
    cwd: ROOT,
    env: { ...headersEnvironment(), FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const read = stream => {
    createInterface({ input: stream }).on('line', line => {
      lines.push(line);
      if (/┌ .* step/.test(line)) {
        say(`  ${line.replace(/^.*┌ /, '')}`);
      } else if (/must be built/.test(line)) {
        say(`  compiling ${line.match(/│ (\S+?)@npm/)?.[1] ?? 'an add-on'}`);
      }
    });
  };
  read(child.stdout);
  read(child.stderr);
  const code = await new Promise((resolve, reject) => {
    child.once('error', error =>
      reject(
        error.code === 'ENOENT'
          ? new Mendable(
              'npx cannot be found: install npm, which comes with Node.',
            )
          : error,
      ),
    );
    child.once('close', resolve);
  });
  return { code, lines };
}
