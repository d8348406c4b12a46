import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { Mendable } from './progress.mjs';

const IMPORT = /(?:from |require\(|import\()'([^'.][^']*)'/g;
const PACKAGE = /^(@[^/]+\/[^/]+|[^/]+)/;

/** The packages that built code and its types import. */
function importedBy(dist) {
  const files = readdirSync(dist, { recursive: true }).filter(file =>
    /\.(js|d\.ts)$/.test(file),
  );
  const names = files.flatMap(file =>
    [...readFileSync(path.join(dist, file), 'utf8').matchAll(IMPORT)].map(
      ([, name]) => name,
    ),
  );
  const others = names.filter(name => !isBuiltin(name));
  return new Set(others.map(name => PACKAGE.exec(name)[1]));
}

/**
 * Here everything is found in one node_modules; at an adopter's only what a package declares. Types count: one that is
 * inferred may name a package that no source file does.
 */
export function refuseUndeclared(dist, { name, manifest }) {
  const { dependencies, peerDependencies } = manifest;
  const declared = { ...dependencies, ...peerDependencies };
  const missing = [...importedBy(dist)].filter(wanted => !declared[wanted]);
  if (missing.length > 0) {
    throw new Mendable(
      `${name} needs ${missing.join(
        ' and ',
      )} and does not say so: add it to the dependencies in its package.json.`,
    );
  }
}
