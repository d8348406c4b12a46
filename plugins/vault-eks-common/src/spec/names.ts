import type { VaultClusterSpec } from './VaultClusterSpec';

/** What all tags of this product begin with. */
export const TAG_PREFIX = 'vault-eks.io/';

/** The tag that marks everything this product made, on AWS and on Kubernetes. */
export const OWNERSHIP_TAG = `${TAG_PREFIX}cluster`;

/** The value of {@link OWNERSHIP_TAG}: which Vault of which EKS cluster a thing belongs to. */
export function ownershipValue(
  spec: Pick<VaultClusterSpec, 'cluster' | 'namespace' | 'release'>,
): string {
  return `${spec.cluster}/${spec.namespace}/${spec.release}`;
}

/** The chart's full name: the release when it contains "vault", else `<release>-vault`. Source: vault-helm `_helpers.tpl`. */
export function chartFullname(release: string): string {
  return (release.includes('vault') ? release : `${release}-vault`)
    .slice(0, 63)
    .replace(/-+$/, '');
}

/**
 * The ConfigMap in which the CA of Vault's certificate is published, for everyone who verifies Vault and may read no
 * secret: the portal, clients, agents. Its one entry is {@link CA_ENTRY}.
 */
export function caConfigMapName(release: string): string {
  return `${chartFullname(release)}-ca`;
}

/** The entry of {@link caConfigMapName}: one or more certificates as PEM, as in `kube-root-ca.crt`. */
export const CA_ENTRY = 'ca.crt';

/** The type of a secret cannot change, so what cert-manager writes has a name of its own. */
function tlsSecretName(
  fullname: string,
  { signer, secret }: VaultClusterSpec['tls'],
): string {
  if (signer === 'secret' && secret) {
    return secret;
  }
  return `${fullname}-${signer === 'eks' ? 'server-tls' : 'issued-tls'}`;
}

/** The names of every thing the product makes, derived from the spec. */
export interface VaultNames {
  readonly fullname: string;
  readonly serviceAccount: string;
  /** The secret that Vault serves from, whoever signs. */
  readonly tlsSecret: string;
  readonly table: string;
  readonly keyAlias: string;
  readonly role: string;
  readonly custodySecret: string;
  /** Holds the root token while a deploy needs it, and is deleted for good then. */
  readonly rootTokenSecret: string;
  readonly storageClass: string;
  readonly endpointSecurityGroup: string;
  readonly pods: readonly string[];
}

/** Derives all names; what the spec names wins over what we would call it. */
export function vaultNames(
  spec: Pick<
    VaultClusterSpec,
    | 'cluster'
    | 'region'
    | 'namespace'
    | 'release'
    | 'replicas'
    | 'storage'
    | 'seal'
    | 'role'
    | 'custody'
    | 'audit'
    | 'tls'
  >,
): VaultNames {
  const fullname = chartFullname(spec.release);
  const stem = `vault-${spec.cluster}-${spec.namespace}-${spec.release}`;
  const secrets = `vault-eks/${ownershipValue(spec)}`;
  return {
    fullname,
    serviceAccount: fullname,
    tlsSecret: tlsSecretName(fullname, spec.tls),
    table: spec.storage.table ?? stem,
    keyAlias: spec.seal.alias ?? `alias/${stem}-seal`,
    // The account has one IAM for all its regions, and their EKS clusters may well share a name.
    role:
      spec.role.name ??
      `vault-${spec.region}-${spec.cluster}-${spec.namespace}-${spec.release}`.slice(
        0,
        64,
      ),
    custodySecret: spec.custody.secretName ?? `${secrets}/recovery`,
    rootTokenSecret: `${secrets}/root-token`,
    storageClass: spec.audit.storageClass ?? 'vault-audit-gp3',
    endpointSecurityGroup: `${stem}-endpoints`,
    pods: Array.from({ length: spec.replicas }, (_, i) => `${fullname}-${i}`),
  };
}
