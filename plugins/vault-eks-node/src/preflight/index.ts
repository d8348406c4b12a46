export * from './PreflightCheck';
export * from './requiredAccess';
export * from './runPreflight';
export * from './unreachable';
