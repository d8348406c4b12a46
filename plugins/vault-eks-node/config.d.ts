export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    /**
     * AWS accounts that may be touched; all that credentials reach when left out. How to sign in to each is said in
     * Backstage's own `aws.accounts`: role, external id and, outside the partition aws, partition and region.
     */
    accounts?: string[];
    /**
     * AWS regions that may be touched; all that the installed AWS SDK lists when left out. A region that is newer than
     * that works when it is named here.
     */
    regions?: string[];
    helm?: {
      /** Repository of the official chart. Default: https://helm.releases.hashicorp.com */
      repository?: string;
      /** Path of the helm binary. Default: the bundled one, else the one on PATH. */
      binary?: string;
    };
  };
}
