/** How bad a finding is: `error` blocks, `warning` should be mended soon, `info` is good to know. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** Something a check found: what it is, why it matters and how to mend it. */
export interface Finding {
  /** Stable id of the check, for example `nodes-below-replicas`. */
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}
