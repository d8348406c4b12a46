export { readStatus, type ReadStatusOptions } from './status/readStatus';
export {
  createRedaction,
  type Redaction,
} from './audit/redaction/createRedaction';
export {
  DEFAULT_REDACTION,
  type RedactionPolicy,
} from './audit/redaction/RedactionPolicy';
export type { ReadInTurn } from './audit/ReadInTurn';
export { tailAudit, type TailAuditOptions } from './audit/tailAudit';
export type { ServerSettings } from './status/serverSettings';
export { probePods, type ProbedPod } from './status/probePods';
