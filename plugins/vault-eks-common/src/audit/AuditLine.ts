/** One line of the audit log after redaction, ready to be shown. */
export interface AuditLine {
  /** Position in the tail: unique and ordered; an SSE client resumes after it. */
  readonly id: string;
  readonly pod: string;
  /** ISO time of the audited request or response. */
  readonly time: string;
  readonly type: 'request' | 'response';
  /** Shared by a request and its response. */
  readonly requestId: string;
  readonly operation: string;
  readonly path: string;
  /** Path of the mount that served it, `apps/`; left out by a Vault that does not write it. */
  readonly mountPoint?: string;
  readonly mountType?: string;
  /** Vault's `auth.display_name`. */
  readonly actor?: string;
  readonly entityId?: string;
  readonly remoteAddress?: string;
  readonly error?: string;
  /** The whole line as JSON text, redacted. */
  readonly raw: string;
}

/** A line of the audit source that could not be shown as an {@link AuditLine}, or the place of lines that are gone. */
export interface UnreadableAuditLine {
  readonly id: string;
  readonly pod: string;
  /** `missing`: between the line before and the one after, others may have been written that the pods hold no more. */
  readonly reason: 'malformed' | 'too-long' | 'missing';
  /** Bytes of the line; 0 where it is missing. */
  readonly size: number;
}

/** Where the tail is reading now. */
export interface AuditSource {
  readonly pod?: string;
  readonly state: 'connecting' | 'following' | 'waiting' | 'failed';
  /** For a person: what is going on and what to do. */
  readonly message?: string;
}

/** What the audit tail sends. */
export type AuditTailEvent =
  | { readonly kind: 'line'; readonly line: AuditLine }
  | { readonly kind: 'unreadable'; readonly line: UnreadableAuditLine }
  | { readonly kind: 'source'; readonly source: AuditSource };

/** Server-side filter of the tail; all given parts must match. */
export interface AuditFilter {
  readonly operation?: string;
  readonly pathPrefix?: string;
  /** Path of a mount, with or without its last slash. Where a line names no mount, its path must lie below. */
  readonly mount?: string;
  readonly actor?: string;
  readonly errorsOnly?: boolean;
  readonly text?: string;
}
