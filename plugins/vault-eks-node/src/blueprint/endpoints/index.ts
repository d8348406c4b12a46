export * from './addEndpoints';
export { makesInterfaces } from './addEndpointSecurityGroup';
export { unwantedOptions } from './addUnwantedEndpoints';
