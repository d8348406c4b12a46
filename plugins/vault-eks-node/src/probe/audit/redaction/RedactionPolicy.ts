/** What readers of the audit log are not shown. Applied where a line is read, before anything filters or sends it. */
export interface RedactionPolicy {
  /**
   * Vault's hashes: enough of them to tell two values apart, nothing at all, or as they are, for those who look values
   * up by `sys/audit-hash`.
   */
  readonly hashes: 'shortened' | 'hidden' | 'whole';
  /** Names of request headers whose values are shown, in lower case. */
  readonly headers: readonly string[];
  /** Names in a login's metadata whose values are shown; `*` shows all. */
  readonly metadata: readonly string[];
  /** Paths whose end is masked, written as in a Vault policy. */
  readonly maskedPaths: readonly string[];
}

/** What holds where app-config says nothing. */
export const DEFAULT_REDACTION: RedactionPolicy = {
  hashes: 'shortened',
  // Those that help to trace a request.
  headers: ['user-agent', 'content-type', 'x-correlation-id', 'x-request-id'],
  // Who logged in, as the methods for people and machines of an EKS cluster name them.
  metadata: [
    'role',
    'role_name',
    'username',
    'service_account_name',
    'service_account_namespace',
    'service_account_secret_name',
    'service_account_uid',
    'account_id',
    'auth_type',
    'canonical_arn',
    'client_arn',
    'client_user_id',
  ],
  maskedPaths: [],
};
