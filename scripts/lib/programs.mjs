import { spawnSync } from 'node:child_process';
import { Mendable } from './progress.mjs';

/** The helm and kubectl that come inside an npm package run on Linux x64 only; elsewhere those on PATH are used. */
export function requirePrograms(...names) {
  if (process.platform === 'linux' && process.arch === 'x64') {
    return;
  }
  const missing = names.filter(
    name => spawnSync(name, ['version', '--client'], { stdio: 'ignore' }).error,
  );
  if (missing.length > 0) {
    throw new Mendable(
      `${missing.join(
        ' and ',
      )} cannot be found, and the ones that come along run on Linux x64 only: install helm 4 and kubectl 1.35 or newer (macOS: brew install helm kubectl) and run this again.`,
    );
  }
}
