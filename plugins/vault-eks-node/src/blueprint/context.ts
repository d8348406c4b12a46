import type {
  VaultClusterSpec,
  VaultNames,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEksConfig } from '../config';
import type { AwsConnection } from '../connections/aws';
import type { EksCluster } from '../connections/eks';
import type { KubernetesConnection } from '../connections/kubernetes';
import type { NodeRef } from '../engine/Graph';
import type {
  CustodySecretOutput,
  EndpointOutput,
  InterfaceEndpointOutput,
  Network,
  OidcProviderOutput,
  Ownership,
  RoleOutput,
  SealKeyOutput,
  SecurityGroupOutput,
  TableOutput,
} from '../resources/aws';

/** Everything that is known before the graph is built: what is wanted, where, and how to reach it. */
export interface BlueprintContext {
  readonly spec: VaultClusterSpec;
  readonly names: VaultNames;
  readonly ownership: Ownership;
  readonly aws: AwsConnection;
  readonly cluster: EksCluster;
  readonly network: Network;
  readonly kubernetes: KubernetesConnection;
  readonly config: VaultEksConfig;
}

/** What the AWS part knows of the EKS cluster: all of it, or of one that is gone the little that is left. */
export type AwsSideOfCluster = Partial<EksCluster> &
  Pick<EksCluster, 'securityGroupIds'> & {
    /** Set when EKS has it no more: then nothing of it relies on what is left on AWS. */
    readonly gone?: boolean;
  };

/** What the AWS part is built from. */
export interface AwsContext
  extends Omit<BlueprintContext, 'kubernetes' | 'config' | 'cluster'> {
  readonly cluster: AwsSideOfCluster;
}

/** What suffices for one thing on AWS that stands alone, such as the table or the key. */
export type ThingContext = Pick<
  BlueprintContext,
  'spec' | 'names' | 'ownership' | 'aws'
>;

/** What further suffices for a thing that belongs to the EKS cluster. */
export type OnCluster = Pick<AwsContext, 'cluster'>;

/** What the AWS part hands to the cluster part. */
export interface AwsNodes {
  readonly table: NodeRef<TableOutput>;
  readonly sealKey: NodeRef<SealKeyOutput>;
  readonly provider: NodeRef<OidcProviderOutput>;
  readonly role: NodeRef<RoleOutput>;
  readonly custodySecret: NodeRef<CustodySecretOutput>;
  /** Absent when the spec wants none. */
  readonly kmsEndpoint?: NodeRef<InterfaceEndpointOutput>;
  readonly stsEndpoint?: NodeRef<InterfaceEndpointOutput>;
  readonly dynamodbEndpoint?: NodeRef<EndpointOutput>;
  /** Absent when no interface endpoint is made. */
  readonly securityGroup?: NodeRef<SecurityGroupOutput>;
}

/** What the cluster part hands back: what a deploy reports at its end. */
export interface ClusterNodes {
  readonly claims: NodeRef<readonly VerifiedClaim[]>;
  readonly service: NodeRef<{
    readonly serviceUrl: string;
    readonly uiUrl?: string;
  }>;
}
