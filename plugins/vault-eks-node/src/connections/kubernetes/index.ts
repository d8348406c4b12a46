export * from './KubernetesConnection';
export {
  createKubernetesConnection,
  type KubernetesConnectionOptions,
} from './createKubernetesConnection';
export { splitIntoBatches, splitLines, type LogLine } from './splitLines';
