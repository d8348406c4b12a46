export * from './AwsConnection';
export * from './AwsConnections';
export * from './awsErrors';
export * from './partition';
