import type { AuditFields } from './auditFields';

/** An audit line that was read. */
export interface RedactedLine {
  /** As Vault wrote them. */
  readonly fields: AuditFields;
  /** The whole line as JSON, redacted. */
  readonly raw: string;
}
