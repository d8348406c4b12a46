/** How lines are shown: in columns, or as the JSON that Vault wrote. */
export type AuditFormat = 'pretty' | 'raw';
