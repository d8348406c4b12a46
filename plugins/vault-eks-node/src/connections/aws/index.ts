export * from './AwsConnection';
export * from './AwsConnections';
export * from './awsErrors';
export * from './neverTwice';
export * from './partition';
export type { AwsScope } from './signIn';
