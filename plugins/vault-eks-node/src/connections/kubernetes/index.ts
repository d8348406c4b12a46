export * from './KubernetesConnection';
export {
  createKubernetesConnection,
  type KubernetesConnectionOptions,
} from './createKubernetesConnection';
