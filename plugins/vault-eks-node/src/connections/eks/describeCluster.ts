import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import type { Cluster, VpcConfigResponse } from '@aws-sdk/client-eks';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { unlessAbsent } from '../aws/awsErrors';
import type { AwsConnection } from '../aws/AwsConnection';

/** What the product needs to know of an EKS cluster; endpoint and CA come from here and from nowhere else. */
export interface EksCluster {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly status: string;
  /** Kubernetes version, for example `1.35`. */
  readonly version: string;
  /** `https://…` */
  readonly endpoint: string;
  /** The cluster CA as base64 of PEM. */
  readonly caData: string;
  /** Issuer of service-account tokens, `https://…`; `undefined` on clusters without OIDC. */
  readonly oidcIssuer?: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** The security group that managed nodes and pods share with the control plane. */
  readonly clusterSecurityGroupId?: string;
  readonly securityGroupIds: readonly string[];
  /** `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. */
  readonly authenticationMode?: string;
  /** From where the API server can be reached; `undefined` when EKS does not say. */
  readonly endpointAccess?: EndpointAccess;
  /** Whether EKS Auto Mode makes the volumes of the cluster. */
  readonly autoModeVolumes?: boolean;
}

/** From where the API server of a cluster can be reached. */
export interface EndpointAccess {
  readonly fromInternet: boolean;
  readonly fromVpc: boolean;
  /** Whether only some addresses of the internet may. */
  readonly limited: boolean;
}

function endpointAccessOf(vpc: VpcConfigResponse): EndpointAccess | undefined {
  const { endpointPublicAccess, endpointPrivateAccess } = vpc;
  return endpointPublicAccess === undefined
    ? undefined
    : {
        fromInternet: endpointPublicAccess,
        fromVpc: endpointPrivateAccess ?? false,
        limited: !(vpc.publicAccessCidrs ?? []).includes('0.0.0.0/0'),
      };
}

function toEksCluster(cluster: Cluster, region: string): EksCluster {
  const { name, arn, version, endpoint, resourcesVpcConfig: vpc } = cluster;
  const ca = cluster.certificateAuthority?.data;
  if (!name || !arn || !version || !endpoint || !ca || !vpc?.vpcId) {
    throw new ServiceUnavailableError(
      `The EKS cluster ${name} has no API server yet (status ${cluster.status}). Wait until it is ACTIVE and run again.`,
    );
  }
  return {
    name,
    arn,
    region,
    status: cluster.status ?? 'UNKNOWN',
    version,
    endpoint,
    caData: ca,
    oidcIssuer: cluster.identity?.oidc?.issuer,
    vpcId: vpc.vpcId,
    subnetIds: vpc.subnetIds ?? [],
    clusterSecurityGroupId: vpc.clusterSecurityGroupId,
    securityGroupIds: vpc.securityGroupIds ?? [],
    authenticationMode: cluster.accessConfig?.authenticationMode,
    endpointAccess: endpointAccessOf(vpc),
    autoModeVolumes: cluster.storageConfig?.blockStorage?.enabled ?? false,
  };
}

/** Looks the cluster up. @throws NotFoundError saying where it was looked for and what to do */
export async function describeCluster(options: {
  aws: Pick<AwsConnection, 'eks' | 'account' | 'region'>;
  name: string;
  signal?: AbortSignal;
}): Promise<EksCluster> {
  const { aws, name, signal } = options;
  const answer = await unlessAbsent(
    aws.eks.send(new DescribeClusterCommand({ name }), { abortSignal: signal }),
    'ResourceNotFoundException',
  );
  if (!answer?.cluster) {
    throw new NotFoundError(
      `There is no EKS cluster ${name} in account ${aws.account}, region ${aws.region}. Check the name, the region and the account.`,
    );
  }
  return toEksCluster(answer.cluster, aws.region);
}
