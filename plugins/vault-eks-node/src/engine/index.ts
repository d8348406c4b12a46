export * from './Graph';
export * from './ManagedResource';
export * from './applyGraph';
export * from './createGraph';
export * from './destroyGraph';
export * from './planGraph';
export * from './planRemoval';
export * from './runSingleStep';
export type { SettleOptions } from './settle';
