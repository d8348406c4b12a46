import {
  existsSync,
  lstatSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

const MODULES = path.join(ROOT, 'node_modules');
const PLACE = path.join(MODULES, 'better-sqlite3');
const ASIDE = path.join(MODULES, '.better-sqlite3-12');
const NEWER = 'better-sqlite3-13';

function isLink() {
  return existsSync(PLACE) && lstatSync(PLACE).isSymbolicLink();
}

/** Puts better-sqlite3 12 back where Yarn left it. */
export function restoreSqlite() {
  if (isLink() && existsSync(ASIDE)) {
    rmSync(PLACE);
    renameSync(ASIDE, PLACE);
  }
}

/**
 * Gives this Node the better-sqlite3 that runs on it: 12, which Backstage asks for, aborts on Node 24 as soon as a
 * statement is collected (WiseLibs/better-sqlite3#1515), and 13 needs Node 22.
 */
export function chooseSqlite() {
  restoreSqlite();
  if (Number(process.versions.node.split('.')[0]) < 24) {
    return;
  }
  rmSync(ASIDE, { recursive: true, force: true });
  renameSync(PLACE, ASIDE);
  symlinkSync(NEWER, PLACE, 'junction');
}
