import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../../connections/kubernetes';

/** What a server certificate is made of, whoever signs it. */
export interface ServerCertificateOptions {
  readonly spec: VaultClusterSpec;
  readonly secretName: string;
  readonly kubernetes: KubernetesConnection;
  /** Issue a new one in this run, however long the present one is valid. */
  readonly force?: boolean;
  /** Given in tests. */
  readonly now?: () => Date;
  /** How long a signer is waited for, in milliseconds; given in tests. */
  readonly issueTimeoutMs?: number;
}
