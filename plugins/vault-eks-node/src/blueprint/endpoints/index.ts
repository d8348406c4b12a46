export * from './addEndpoints';
