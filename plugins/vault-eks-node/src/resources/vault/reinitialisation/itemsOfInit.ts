/** An item of the table as Vault's DynamoDB storage names it: the folder, and what is in it. */
export interface ItemName {
  readonly path: string;
  readonly key: string;
}

/** Without it there is no barrier, so nothing is initialised. Source: hashicorp/vault `vault/barrier.go`. */
export const BARRIER_KEYS = 'core/keyring';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * What an initialisation, and the servers that start and idle on it, write by themselves. Sources: hashicorp/vault
 * `vault/{seal,barrier,core,mount,auth,audit,version_store,token_store,policy_store,identity_store_oidc,
 * identity_store_oidc_provider,activity_log,consumption_billing}.go`, the items of a new Vault 1.21.4 in DynamoDB,
 * and the entries of a new OpenBao 2.7.2, read through `sys/raw`, which keeps each mount in an entry of its own.
 */
const SYSTEM: readonly RegExp[] = [
  // The barrier and what the seal needs.
  /^core\/(keyring|master|root-key|shamir-kek|index-header-hmac-key)$/,
  /^core\/(seal-config|seal-gen-info|seal-initialization-flag|initialize-lock)$/,
  /^core\/(recovery-config|recovery-seal-config|recovery-key)$/,
  /^core\/hsm\/(barrier-unseal-keys|iv)$/,
  // The nodes among themselves.
  new RegExp(`^core/(lock|_lock|leader/${UUID})$`),
  /^core\/cluster\/(local\/(info|name)|feature-flags)$/,
  /^core\/versions\/[\w.+-]+$/,
  /^core\/wrapping\/jwtkey$/,
  // The tables of mounts, auth methods and audit devices; OpenBao has an entry for each mount.
  new RegExp(`^core/(local-)?(mounts|auth)(/${UUID})?$`),
  /^core\/(local-)?audit$/,
  // Policies that Vault comes with, usage counters, and the salt of tokens.
  /^sys\/policy\/(default|response-wrapping|control-group)$/,
  /^sys\/(counters|billing)\//,
  /^sys\/token\/salt$/,
];

/** The identity store prepares its OIDC provider. */
const IDENTITY = new RegExp(
  `^logical/(${UUID})/(casesensitivity|oidc_provider/(assignment/allow_all|provider/default)|oidc_tokens/(named_keys/default|public_keys/${UUID}|expired_public_keys/${UUID}))$`,
);

/** The root token: one entry by its id, one by its accessor. */
const TOKEN = /^sys\/token\/(id|accessor)\/[^/]+$/;

/** The name of Vault's entry, or `undefined` for an item that only says that there is a folder. */
export function entryOf({ path, key }: ItemName): string | undefined {
  if (key.endsWith('/')) {
    return undefined;
  }
  // DynamoDB takes no empty key: a space stands for the root.
  return path.trim() === '' ? key : `${path}/${key}`;
}

/** The entries that no initialisation makes: somebody has used this Vault. */
export function beyondInit(entries: readonly string[]): string[] {
  const onlyOne = new Map<string, string>();
  const isFirst = (kind: string, name: string) => {
    const first = onlyOne.get(kind) ?? name;
    onlyOne.set(kind, first);
    return first === name;
  };
  return entries.filter(entry => {
    const token = TOKEN.exec(entry);
    if (token) {
      return !isFirst(`token ${token[1]}`, entry);
    }
    const identity = IDENTITY.exec(entry);
    if (identity) {
      return !isFirst('identity store', identity[1]);
    }
    return !SYSTEM.some(pattern => pattern.test(entry));
  });
}
