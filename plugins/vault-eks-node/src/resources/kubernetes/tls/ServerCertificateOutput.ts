/** What a secret with a certificate puts out, whoever signed it. Holds no key. */
export interface ServerCertificateOutput {
  readonly secret: string;
  /** Which entries become which of Vault's files; absent when they bear the files' names already. */
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  /** The CA that signed it, as PEM; what Vault is verified with. */
  readonly caPem: string;
}

/** Names of the files, as the listener's configuration uses them. */
export const TLS_FILES = {
  key: 'vault.key',
  certificate: 'vault.crt',
  ca: 'vault.ca',
} as const;
