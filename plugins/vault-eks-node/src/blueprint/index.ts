export * from './aws';
export * from './context';
