export { findHelm, type FindHelmOptions } from './findHelm';
export * from './createHelm';
