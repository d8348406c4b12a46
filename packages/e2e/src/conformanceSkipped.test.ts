import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../../..');
const SKIPPED = '0 passed, 0 failed, 1 skipped';

const scriptUrl = (file: string) =>
  JSON.stringify(pathToFileURL(path.join(ROOT, 'scripts', file)).href);

/** A python3 that makes environments, in which pip says `text` and fails. */
const pythonWhosePipSays = (text: string) => `#!/bin/sh
case "$2" in
  venv)
    /bin/mkdir -p "$3/bin"
    /bin/cp "$0" "$3/bin/python"
    ;;
  pip)
    echo "${text}" >&2
    exit 1
    ;;
esac
`;

/** Puts a requirement into a folder of its own, as a conformance command does. */
const install = (place: string) => `
import { conformance } from ${scriptUrl('lib/conformanceRun.mjs')};
import { installRequirement } from ${scriptUrl('lib/virtualEnvironment.mjs')};
await conformance(() => installRequirement({
  place: ${JSON.stringify(
    place,
  )}, requirement: 'moto==1', pythonVersion: '3.11.0',
}));
`;

describe('a conformance run', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function installBy(pipSays: string) {
    const python = path.join(folder, 'python3');
    await writeFile(python, pythonWhosePipSays(pipSays));
    await chmod(python, 0o755);
    return run(
      process.execPath,
      ['--input-type=module', '-e', install(path.join(folder, 'environment'))],
      { env: { PATH: folder } },
    );
  }

  it.each(['conformance-aws.mjs', 'conformance-vault.mjs'])(
    'of %s without python3 is skipped in one sentence',
    async script => {
      const { stdout, stderr } = await run(
        process.execPath,
        [path.join(ROOT, 'scripts', script)],
        { env: { PATH: folder } },
      );
      expect(stdout.trim().split('\n')).toEqual([
        expect.stringMatching(/skipped: .* and python3 cannot be found\.$/),
        SKIPPED,
      ]);
      expect(stderr).toBe('');
    },
  );

  it('without PyPI is skipped in one sentence', async () => {
    const { stdout, stderr } = await installBy(
      "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: Could not find a version that satisfies the requirement moto==1 (from versions: none)",
    );
    expect(stdout.trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(
        /skipped: moto==1 comes by PyPI once, and PyPI is not within reach\.$/,
      ),
      SKIPPED,
    ]);
    expect(stderr).toBe('');
  });

  it('that PyPI has no such version for fails with what pip said', async () => {
    await expect(
      installBy(
        "WARNING: Retrying after connection broken by 'ReadTimeoutError'\nERROR: Could not find a version that satisfies the requirement moto==1 (from versions: 2, 3)",
      ),
    ).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(from versions: 2, 3)'),
    });
  });
});
