/** Every token has this policy unless it asks not to: it may look after itself. */
const RULES: readonly (readonly [path: string, capabilities: string])[] = [
  ['auth/token/lookup-self', '"read"'],
  ['auth/token/renew-self', '"update"'],
  ['auth/token/revoke-self', '"update"'],
  ['sys/capabilities-self', '"update"'],
  ['sys/internal/ui/resultant-acl', '"read"'],
  ['sys/renew', '"update"'],
  ['sys/leases/renew', '"update"'],
  ['sys/leases/lookup', '"update"'],
  ['cubbyhole/*', '"create", "read", "update", "delete", "list"'],
  ['sys/wrapping/wrap', '"update"'],
  ['sys/wrapping/lookup', '"update"'],
  ['sys/wrapping/unwrap', '"update"'],
  ['sys/tools/hash', '"update"'],
  ['sys/tools/hash/*', '"update"'],
];

export const DEFAULT_POLICY = RULES.map(
  ([path, capabilities]) =>
    `path "${path}" {\n    capabilities = [${capabilities}]\n}\n`,
).join('\n');
