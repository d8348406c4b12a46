import { FolderStateStore } from './FolderStateStore';
import { MemoryStateStore } from './MemoryStateStore';
import type { ClosableStateStore } from './MemoryStateStore';

export { FolderStateStore } from './FolderStateStore';
export { MemoryStateStore, type ClosableStateStore } from './MemoryStateStore';

/** In files when a folder is given, otherwise in memory. */
export function createStateStore(
  folder: string | undefined,
): ClosableStateStore {
  return folder ? new FolderStateStore(folder) : new MemoryStateStore();
}
