export { findHelm, type FindHelmOptions } from './findHelm';
export * from './Helm';
export * from './HelmChart';
export * from './createHelm';
