import type {
  VaultClusterSpec,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * Addresses of endpoints without private DNS, `https://…`.
 *
 * The storage takes `endpoint` for DynamoDB, the seal takes one for KMS. For STS there is no such parameter: the seal
 * (AWS SDK for Go v2) reads `AWS_ENDPOINT_URL_STS`; the storage (AWS SDK for Go v1) does not, and asks the regional name.
 * Sources: Vault's configuration reference, AWS SDKs and Tools reference "Service-specific endpoints".
 */
export interface EndpointUrls {
  readonly dynamodb?: string;
  readonly kms?: string;
  readonly sts?: string;
}

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
  /** Which entries of that secret become which of Vault's files; all of them under their own names when left out. */
  readonly tlsItems?: readonly {
    readonly key: string;
    readonly path: string;
  }[];
  /** Where the endpoints are that Vault must be told of, since the regional names do not resolve to them. */
  readonly endpointUrls: EndpointUrls;
}

/** Where the pods find their key, certificate and CA. */
export function tlsFolder(wiring: Pick<ChartWiring, 'tlsSecret'>): string {
  return `/vault/userconfig/${wiring.tlsSecret}`;
}
