export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    /** AWS accounts that may be touched; all that credentials reach when left out. */
    accounts?: string[];
    /** AWS regions that may be touched; all when left out. */
    regions?: string[];
    helm?: {
      /** Repository of the official chart. Default: https://helm.releases.hashicorp.com */
      repository?: string;
      /** Path of the helm binary. Default: the bundled one, else the one on PATH. */
      binary?: string;
    };
  };
}
