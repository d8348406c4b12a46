import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * The packages that adopters install, as they stand below a root.
 *
 * @returns {{name: string, folder: string, manifest: object}[]} `folder` is relative to the root
 */
export function publishablePackages(root = ROOT) {
  return readdirSync(path.join(root, 'plugins')).map(entry => {
    const folder = path.join('plugins', entry);
    const manifest = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    return { name: manifest.name, folder, manifest };
  });
}
