export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    /**
     * AWS accounts that may be touched; all that credentials reach when left out. How to sign in to each is said in
     * Backstage's own `aws.accounts`: role, external id and, outside the partition aws, partition and region.
     */
    accounts?: string[];
    /**
     * AWS regions that may be touched, copies of the recovery keys included; all that the installed AWS SDK lists when
     * left out. A region that is newer than that works when it is named here.
     */
    regions?: string[];
    status?: {
      /**
       * Look into each pod, by `df`, to see how full its volumes are. The portal's identity needs `pods/exec` for it,
       * see docs/permissions/kubernetes-portal-volumes.yaml. Default: false.
       */
      volumeFill?: boolean;
    };
    audit?: {
      /** What the audit tail hides from whoever reads it; applied before anything is filtered or sent. See docs/audit.md. */
      redact?: {
        /**
         * HMACs of Vault: enough of them to tell two values apart, none, or whole ones for those who look values up by
         * `sys/audit-hash`. Default: shortened.
         */
        hashes?: 'shortened' | 'hidden' | 'whole';
        /**
         * Request headers whose values are shown. Default: user-agent, content-type, x-correlation-id, x-request-id.
         */
        headers?: string[];
        /**
         * Names in the metadata of a login whose values are shown; `*` shows all. Default: those of the logins by
         * Kubernetes, AWS, AppRole and user name.
         */
        metadata?: string[];
        /**
         * Paths whose end is masked, written as in a policy of Vault: `*` at the end, `+` for one part. Default: none.
         */
        paths?: string[];
      };
    };
    helm?: {
      /**
       * Helm repository of the official chart, `https://…`, or the folder of an OCI registry that holds it, `oci://…`.
       * Default: https://helm.releases.hashicorp.com
       */
      repository?: string;
      /**
       * The chart itself, instead of a repository: a reference in an OCI registry without a tag, `oci://…`, or an
       * absolute path of a packed chart, of an unpacked one, or of a folder with `vault-<version>.tgz` in it.
       */
      chart?: string;
      /** Speak HTTP with the OCI registry, and allow it for the repository. Default: false. */
      plainHttp?: boolean;
      /** Path of a Docker `config.json` with the credentials, or the credential helper, of the OCI registry. */
      registryConfig?: string;
      /** Path of the helm binary. Default: the bundled one, else the one on PATH. */
      binary?: string;
    };
  };
}
