import { readFileSync, readlinkSync } from 'node:fs';

/** The processes that a process started, by their ids on this machine. */
export function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .map(Number)
    .filter(child => child > 0);
}

/** The nearest process of that name at or below this one. */
export function findBelow(pid: number, name: string): number | undefined {
  let level = [pid];
  while (level.length > 0) {
    const found = level.find(
      candidate => read(`/proc/${candidate}/comm`).trim() === name,
    );
    if (found !== undefined) return found;
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

/** Whether the process sees this folder as its root. */
export function hasRoot(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/root`) === folder;
  } catch {
    return false;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended while it was looked at.
    return '';
  }
}
