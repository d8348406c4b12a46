export { kubernetesBinaries, type KubernetesBinaries } from './binaries';
export {
  startHelmRepository,
  type HelmRepositoryOptions,
} from './HelmRepository';
