export * from './createEksTokenProvider';
export * from './describeCluster';
