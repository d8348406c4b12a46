export * from './KubernetesConnection';
export {
  createKubernetesConnection,
  type KubernetesConnectionOptions,
} from './createKubernetesConnection';
export { splitLines, type LogLine } from './splitLines';
