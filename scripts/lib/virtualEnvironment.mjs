import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './paths.mjs';
import { NotHere } from './conformanceRun.mjs';
import { Mendable, say } from './progress.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const run = promisify(execFile);

/** What pip says after its retries of an index that it could not ask. A package without a fitting file gives no retries. */
const NO_ANSWER =
  /connection broken by[^]*(\(from versions: none\)|Max retries exceeded)/;

/**
 * Puts a requirement of PyPI into a virtual environment of its own, once for each version of it and of Python.
 *
 * @throws NotHere when PyPI does not answer
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
    if (NO_ANSWER.test(said)) {
      throw new NotHere(
        `${requirement} comes by PyPI once, and PyPI is not within reach.`,
      );
    }
    throw new Mendable(
      `${requirement} could not be installed; the last lines say why:\n${said
        .split('\n')
        .slice(-6)
        .join('\n')}`,
    );
  }
  stamp(file, digest);
}
