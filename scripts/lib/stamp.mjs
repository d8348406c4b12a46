import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

function filesBelow(entry) {
  if (statSync(entry).isFile()) {
    return [entry];
  }
  return readdirSync(entry, { withFileTypes: true })
    .filter(child => !SKIPPED.has(child.name))
    .flatMap(child => filesBelow(path.join(entry, child.name)))
    .sort();
}

/** A digest of the files and folders (relative to the root) and of further facts. */
export function digestOf(entries, ...facts) {
  const hash = createHash('sha256');
  for (const entry of entries) {
    for (const file of filesBelow(path.join(ROOT, entry))) {
      hash.update(path.relative(ROOT, file)).update('\0');
      hash.update(readFileSync(file)).update('\0');
    }
  }
  for (const fact of facts) {
    hash.update(fact).update('\0');
  }
  return hash.digest('hex');
}

/** Whether the stamp file already holds this digest. */
export function isStamped(file, digest) {
  try {
    return readFileSync(file, 'utf8').trim() === digest;
  } catch {
    return false;
  }
}

/** Remembers that the work behind this digest is done. */
export function stamp(file, digest) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${digest}\n`);
}
