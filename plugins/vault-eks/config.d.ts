export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    /** Where the page of a Vault leads to. */
    links?: {
      /**
       * The page of the runbooks, an https address or a path of the portal such as
       * `/docs/default/component/vault-eks/runbooks`. A finding leads to its chapter.
       *
       * @visibility frontend
       */
      runbooks?: string;
      /**
       * Where the logs of a Vault's pods are read. `{cluster}`, `{region}`, `{account}`, `{namespace}` and `{release}`
       * are replaced by those of the Vault.
       *
       * @visibility frontend
       */
      logs?: string;
    };
  };
}
