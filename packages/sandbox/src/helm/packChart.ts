import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tar from 'tar';
import { parse } from 'yaml';

/** A chart as a repository hands it out. */
export interface PackedChart {
  /** The content of `Chart.yaml`. */
  readonly metadata: {
    readonly name: string;
    readonly version: string;
  } & Record<string, unknown>;
  readonly archive: Buffer;
  /** SHA-256 of the archive, in hexadecimal. */
  readonly digest: string;
}

/** The stand-in for the official Vault chart. */
// The sandbox always runs from its sources.
// eslint-disable-next-line no-restricted-syntax
export const STAND_IN_CHART = path.join(__dirname, 'chart', 'vault');

/** Packs a chart's folder, or takes a packed chart as it is. */
export async function packChart(location: string): Promise<PackedChart> {
  const isFolder = statSync(location).isDirectory();
  const metadata = readMetadata(
    isFolder
      ? readFileSync(path.join(location, 'Chart.yaml'), 'utf8')
      : await chartYamlOf(location),
    location,
  );
  const archive = isFolder
    ? await archiveOf(location, metadata.name)
    : await readFile(location);
  return {
    metadata,
    archive,
    digest: createHash('sha256').update(archive).digest('hex'),
  };
}

function readMetadata(text: string, location: string) {
  const metadata: unknown = parse(text);
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    !('name' in metadata && typeof metadata.name === 'string') ||
    !('version' in metadata && typeof metadata.version === 'string')
  ) {
    throw new Error(`Chart.yaml in ${location} lacks a name or a version`);
  }
  return {
    ...metadata,
    name: metadata.name,
    version: metadata.version,
  };
}

async function archiveOf(folder: string, name: string): Promise<Buffer> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .sort();
  // The same folder always gives the same bytes, so that the digest says what is inside.
  return tar
    .create(
      {
        cwd: folder,
        prefix: name,
        gzip: true,
        portable: true,
        mtime: new Date(0),
        sync: true,
      },
      files,
    )
    .read() as Buffer;
}

async function chartYamlOf(archive: string): Promise<string> {
  let text: string | undefined;
  await tar.list({
    file: archive,
    filter: entry => /^[^/]+\/Chart\.yaml$/.test(entry),
    onReadEntry: entry => {
      const chunks: Buffer[] = [];
      entry.on('data', chunk => chunks.push(chunk));
      entry.on('end', () => {
        text = Buffer.concat(chunks).toString('utf8');
      });
    },
  });
  if (text === undefined) {
    throw new Error(`${archive} is not a Helm chart: it has no Chart.yaml`);
  }
  return text;
}
