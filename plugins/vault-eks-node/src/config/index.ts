export * from './readVaultEksConfig';
export * from './readChartSource';
