export { findHelm, type FindHelmOptions } from './findHelm';
export * from './HelmChart';
export * from './createHelm';
