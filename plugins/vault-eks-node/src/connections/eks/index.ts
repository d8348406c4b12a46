export * from './createEksTokenProvider';
export * from './describeCluster';
export * from './EksConnections';
