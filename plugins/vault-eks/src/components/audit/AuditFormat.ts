/** How lines are shown: a request with its response, each line by itself, or the JSON that Vault wrote. */
export type AuditFormat = 'paired' | 'lines' | 'raw';
