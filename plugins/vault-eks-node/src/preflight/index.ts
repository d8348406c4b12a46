export * from './PreflightCheck';
export * from './requiredAccess';
export * from './runPreflight';
export * from './unreachable';
export type {
  PermissionScope,
  RequiredPermission,
} from './permissions/RequiredPermission';
export * from './permissions/requiredPermissions';
