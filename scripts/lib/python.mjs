import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ABOUT =
  'import sys, json\n' +
  'parts = []\n' +
  'for name in ("venv", "ensurepip"):\n' +
  '    try:\n' +
  '        __import__(name)\n' +
  '    except ImportError:\n' +
  '        parts.append(name)\n' +
  'print(json.dumps({"version": list(sys.version_info[:3]), "missing": parts}))';

/**
 * The python3 on the PATH, or why it will not do.
 *
 * @param {[number, number]} least - the oldest version that will do
 * @returns {Promise<{ version: string, reason?: undefined } | { reason: string }>}
 */
export async function findPython([major, minor]) {
  let about;
  try {
    about = JSON.parse((await run('python3', ['-c', ABOUT])).stdout);
  } catch (error) {
    return {
      reason:
        error.code === 'ENOENT'
          ? 'python3 cannot be found'
          : 'python3 does not run here',
    };
  }
  const [foundMajor, foundMinor] = about.version;
  const version = about.version.join('.');
  if (foundMajor !== major || foundMinor < minor) {
    return { reason: `python3 is ${version}, older than ${major}.${minor}` };
  }
  if (about.missing.length) {
    return {
      reason: `python3 lacks ${about.missing.join(
        ' and ',
      )} (Debian: apt-get install python3-venv)`,
    };
  }
  return { version };
}
