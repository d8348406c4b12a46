import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'vault-eks-helm-';

/** No run of helm lasts as long, so a folder of that age belongs to a process that was killed. */
const STALE_AFTER_MS = 60 * 60_000;

const inUse = new Set<string>();
let watchesExit = false;
let swept: Promise<void> | undefined;

function removeAll() {
  for (const folder of inUse) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what processes left behind that had no time to: their tokens have expired, their values need not lie around. */
export async function removeStaleFolders(now = Date.now()): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter(n => n.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const { mtimeMs = now } = await stat(folder).catch(() => ({
      mtimeMs: undefined,
    }));
    if (!inUse.has(folder) && now - mtimeMs > STALE_AFTER_MS) {
      // One of another user cannot be removed, and is not ours to remove.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/**
 * Lends a temporary folder that only this user can read. It is removed afterwards whatever happens, also when the
 * process ends meanwhile; after a kill, by the next process.
 */
export async function withHelmFolder<T>(
  use: (folder: string) => Promise<T>,
): Promise<T> {
  if (!watchesExit) {
    watchesExit = true;
    process.once('exit', removeAll);
  }
  swept ??= removeStaleFolders();
  await swept;
  // mkdtemp makes it with mode 0700.
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  inUse.add(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    inUse.delete(folder);
  }
}
