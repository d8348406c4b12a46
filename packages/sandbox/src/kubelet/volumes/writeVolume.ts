import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Files of a volume by their path inside it. */
export type VolumeFiles = ReadonlyMap<string, Buffer>;

function sameFile(file: string, content: Buffer): boolean {
  try {
    return readFileSync(file).equals(content);
  } catch {
    return false;
  }
}

/** Brings the folder to exactly these files, each replaced in one step, and says whether anything changed. */
export function writeVolume(folder: string, files: VolumeFiles): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let changed = false;
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    if (sameFile(file, content)) continue;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    changed = true;
  }
  for (const name of readdirSync(folder)) {
    const wanted = [...files.keys()].some(
      file => file === name || file.startsWith(`${name}/`),
    );
    if (!wanted) {
      rmSync(path.join(folder, name), { recursive: true, force: true });
      changed = true;
    }
  }
  return changed;
}
