export { createKubeServer } from './createKubeServer';
export type { KubeServer, KubeServerOptions } from './createKubeServer';
export type { KubeFault, KubeFaults } from './http/faults';
