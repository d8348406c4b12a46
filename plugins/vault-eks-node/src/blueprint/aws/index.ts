export * from './addAwsResources';
export * from './addCustodySecret';
export * from './addOidcProvider';
export * from './addRole';
export * from './addSealKey';
export * from './addTable';
export * from './arns';
