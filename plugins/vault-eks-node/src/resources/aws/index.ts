export * from './custodySecret';
export * from './dynamoDbTable';
export type {
  DynamoDbTableOptions,
  ObservedTable,
} from './dynamoDbTableChanges';
export * from './endpointPolicy';
export * from './endpointSecurityGroup';
export * from './existingOidcProvider';
export * from './existingSealKey';
export * from './gatewayEndpoint';
export { chooseGateway } from './observedGateway';
export type {
  GatewayEndpointOptions,
  ObservedGatewayEndpoint,
} from './observedGateway';
export * from './interfaceEndpoint';
export { chooseInterface } from './interfaceEndpointChanges';
export type {
  InterfaceEndpointOptions,
  ObservedInterfaceEndpoint,
} from './interfaceEndpointChanges';
export * from './keyLookup';
export * from './network';
export * from './oidcProvider';
export * from './oidcProviderChanges';
export type { KeyUse } from './otherKeyUses';
export { ownerIn } from './ownership';
export type { Ownership } from './ownership';
export * from './sealKey';
export * from './securityGroupRules';
export type { ObservedSealKey, SealKeyOptions } from './sealKeyChanges';
export * from './unwantedEndpoints';
export * from './vaultRole';
export * from './whatIsLeft';
export * from './vpcEndpoints';
export type { ObservedRole, VaultRoleOptions } from './vaultRoleChanges';
