import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './paths.mjs';
import { Mendable, say } from './progress.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const run = promisify(execFile);

/**
 * Puts a requirement of PyPI into a virtual environment of its own, once for each version of it and of Python.
 *
 * @param {{ place: string, requirement: string, pythonVersion: string }} options
 */
export async function installRequirement({
  place,
  requirement,
  pythonVersion,
}) {
  const file = path.join(place, 'installed');
  const digest = digestOf([], requirement, pythonVersion);
  if (isStamped(file, digest)) {
    return;
  }
  say(`Installing ${requirement} into ${path.relative(ROOT, place)}`);
  rmSync(place, { recursive: true, force: true });
  try {
    await run('python3', ['-m', 'venv', place]);
    await run(
      path.join(place, 'bin/python'),
      [
        ...['-m', 'pip', 'install'],
        ...['--disable-pip-version-check', '--quiet', requirement],
      ],
      { maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    const said = `${error.stderr ?? ''}${error.stdout ?? ''}`.trim();
    throw new Mendable(
      `${requirement} could not be installed; the last lines say why (is PyPI within reach?):\n${said
        .split('\n')
        .slice(-6)
        .join('\n')}`,
    );
  }
  stamp(file, digest);
}
