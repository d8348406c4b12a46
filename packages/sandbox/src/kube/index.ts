export { createKubeServer } from './createKubeServer';
export type { KubeServer, KubeServerOptions } from './createKubeServer';
export type { KubeCall, KubeFaults } from './http/faults';
export type { SignerMood } from './certificates/SignerMood';
