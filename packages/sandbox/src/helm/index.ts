export { STAND_IN_CHART } from './packChart';
export { kubernetesBinaries, type KubernetesBinaries } from './binaries';
export {
  startHelmRepository,
  type HelmRepositoryOptions,
} from './HelmRepository';
