import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/** The manifests of all workspaces, as Yarn knows the project by them, and the sources of what is published. */
const WANTED = [
  '*.json',
  'yarn.lock',
  '.yarnrc.yml',
  '.eslintrc.js',
  'LICENSE',
  'packages/*/package.json',
  'plugins',
];

function link(target, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  symlinkSync(target, file);
}

/** The dependencies that are installed here, with the workspace's own packages pointing into the copy. */
function linkDependencies(folder) {
  const from = path.join(ROOT, 'node_modules');
  const to = path.join(folder, 'node_modules');
  for (const name of readdirSync(from)) {
    if (!name.startsWith('@')) {
      link(path.join(from, name), path.join(to, name));
      continue;
    }
    for (const scoped of readdirSync(path.join(from, name))) {
      const entry = path.join(name, scoped);
      if (name !== '@vault-eks') {
        link(path.join(from, entry), path.join(to, entry));
      }
    }
  }
}

/**
 * Copies the working tree's publishable packages, so that building and packing them, which rewrites manifests, disturbs
 * nobody who works here.
 */
export function copyWorkspace(folder, packages) {
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...WANTED],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  for (const file of new Set(files.split('\0').filter(Boolean))) {
    // A file that is deleted and not yet committed is still listed.
    if (existsSync(path.join(ROOT, file))) {
      cpSync(path.join(ROOT, file), path.join(folder, file));
    }
  }
  linkDependencies(folder);
  for (const { name, folder: home } of packages) {
    link(path.join(folder, home), path.join(folder, 'node_modules', name));
  }
}
