export * from './readVaultEksConfig';
