const VOLATILE_NUMBERS =
  /_ms$|^(server_time_utc|creation_time|remote_port|ttl|token_ttl|lease_duration)$/;

/** Order matters: the more particular first. */
const VOLATILE_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/hmac-sha256:[0-9a-f]{62,64}/g, '<hmac>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/^(https?):\/\/([\w.-]+):(8200|8201)$/g, '<address>'],
  [/\b(\w+)_[0-9a-f]{8}\b/g, '$1_<accessor>'],
  [/\bv?\d+\.\d+\.\d+(\+builtin(\.vault)?)?$/g, '<version>'],
  [/^vault-cluster-[0-9a-f]{8}$/g, '<cluster>'],
  [/^(hvs\..+|<(root )?token( \d)?>)$/g, '<token>'],
  [/^[0-9A-Za-z]{24}$|^<accessor( \d)?>$/g, '<accessor>'],
  [/^<recovery key .*>$/g, '<recovery key>'],
  [/^vault-[0-2]$/g, '<node>'],
];

/** A recorded or given answer without what differs from run to run. */
export function comparable(value: unknown, name = ''): unknown {
  if (typeof value === 'number') {
    return VOLATILE_NUMBERS.test(name) ? '<number>' : value;
  }
  if (typeof value === 'string') {
    if (/^recovery_keys/.test(name)) return '<recovery key>';
    return VOLATILE_TEXTS.reduce(
      (text, [pattern, placeholder]) => text.replace(pattern, placeholder),
      value,
    );
  }
  if (Array.isArray(value)) return value.map(item => comparable(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, comparable(item, key)]),
    );
  }
  return value;
}
