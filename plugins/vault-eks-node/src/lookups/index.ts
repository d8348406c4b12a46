export * from './AwsLookups';
export * from './DefaultAwsLookups';
export * from './awsLookupsServiceRef';
