export * from './custodySecret';
export * from './dynamoDbTable';
export type {
  DynamoDbTableOptions,
  ObservedTable,
} from './dynamoDbTableChanges';
export * from './endpointSecurityGroup';
export * from './existingOidcProvider';
export * from './existingSealKey';
export * from './gatewayEndpoint';
export * from './interfaceEndpoint';
export * from './network';
export * from './oidcProvider';
export type { KeyUse } from './otherKeyUses';
export { ownerIn, type Ownership } from './ownership';
export * from './sealKey';
export type { ObservedSealKey, SealKeyOptions } from './sealKeyChanges';
export * from './vaultRole';
export * from './vpcEndpoints';
