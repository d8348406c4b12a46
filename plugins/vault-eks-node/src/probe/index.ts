export { readStatus, type ReadStatusOptions } from './status/readStatus';
export { tailAudit, type TailAuditOptions } from './audit/tailAudit';
export { probePods, type ProbedPod } from './status/probePods';
