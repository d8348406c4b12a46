import type {
  VaultClusterSpec,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** What the chart's values are built from: the spec, our names, and what the other resources put out. */
export interface ChartWiring {
  readonly spec: VaultClusterSpec;
  readonly names: VaultNames;
  readonly caPem: string;
  readonly table: string;
  /** Id or ARN of the seal key. */
  readonly sealKey: string;
  readonly roleArn: string;
  readonly storageClass: string;
  readonly tlsSecret: string;
  /** Set when the KMS endpoint has no private DNS name, so that the seal must be told where it is. */
  readonly kmsEndpointUrl?: string;
}

/** Where the pods find their key, certificate and CA. */
export function tlsFolder(wiring: Pick<ChartWiring, 'tlsSecret'>): string {
  return `/vault/userconfig/${wiring.tlsSecret}`;
}
