/**
 * Spec, names, annotations, models, permissions and API of Vault on EKS, for servers and browsers.
 *
 * @packageDocumentation
 */
export * from './api/VaultEksApi';
export * from './api/VaultEksClient';
export * from './api/VaultEksFormApi';
export * from './api/VaultEksFormClient';
export * from './audit/AuditLine';
export * from './audit/matchesAuditFilter';
export * from './permissions';
export * from './plan/Plan';
export * from './plan/VerifiedClaim';
export * from './plan/renderClaims';
export * from './plan/renderPlan';
export * from './plan/whatWasNotLookedAt';
export * from './spec/VaultClusterSpec';
export type { AuditDeviceSpec } from './spec/auditDevice';
export { AUDIT_VOLUME } from './spec/auditDevice';
export * from './spec/annotations';
export * from './spec/app';
export { recoveryShares, type ShareChoices } from './spec/custody';
export * from './spec/identifiers';
export * from './spec/names';
export * from './spec/parseApp';
export * from './spec/parseSpec';
export * from './status/ClusterProtections';
export * from './status/ClusterSnapshot';
export * from './status/StatusTransition';
export * from './status/VaultClusterStatus';
export * from './status/findings';
