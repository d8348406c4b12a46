import type * as sdk from '@aws-sdk/client-eks';
import { pageOf } from '../../paging';
import type { CallContext, OperationsOf } from '../../Service';
import type { ClusterIdentity } from '../../../world';
import { resourceNotFound } from './errors';
import type { AddonRecord, EksState } from './EksState';

/** The parts of a cluster that its network decides. */
export interface ClusterNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** Finds a cluster of the caller's region. */
export type FindCluster = (
  name: string | undefined,
  context: CallContext,
) => ClusterIdentity;

/**
 * Clusters, node groups and add-ons: read-only here, but for the end of a cluster. Of a deleted one EKS knows nothing any
 * more; its API server and its pods go on until the sandbox ends.
 */
export function clusterOperations(options: {
  readonly state: EksState;
  readonly clusters: readonly ClusterIdentity[];
  readonly network: (cluster: ClusterIdentity) => ClusterNetwork;
  readonly find: FindCluster;
  readonly createdAt: Date;
}): OperationsOf<typeof sdk> {
  const { state, clusters, network, find, createdAt } = options;

  return {
    ListClusters: (input, { region }) => {
      const names = clusters
        .filter(cluster => cluster.region === region)
        .filter(cluster => !state.deleted.get(cluster.arn))
        .map(cluster => cluster.name)
        .sort();
      const { items, nextToken } = eksPage(names, input);
      return { clusters: items, nextToken };
    },

    DescribeCluster: (input, context) => {
      const cluster = find(input.name, context);
      const { subnetIds, securityGroupId } = network(cluster);
      return {
        cluster: {
          name: cluster.name,
          arn: cluster.arn,
          createdAt,
          version: cluster.version,
          platformVersion: 'eks.5',
          endpoint: cluster.endpoint,
          roleArn: `arn:aws:iam::${cluster.account}:role/${cluster.name}-cluster`,
          status: 'ACTIVE',
          certificateAuthority: {
            data: Buffer.from(cluster.ca.certificatePem).toString('base64'),
          },
          identity: { oidc: { issuer: cluster.issuer.url } },
          resourcesVpcConfig: {
            vpcId: cluster.vpcId,
            subnetIds: [...subnetIds],
            securityGroupIds: [],
            clusterSecurityGroupId: securityGroupId,
            endpointPublicAccess: true,
            endpointPrivateAccess: true,
            publicAccessCidrs: ['0.0.0.0/0'],
          },
          kubernetesNetworkConfig: {
            serviceIpv4Cidr: '172.20.0.0/16',
            ipFamily: 'ipv4',
            elasticLoadBalancing: { enabled: false },
          },
          accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
          computeConfig: { enabled: false },
          storageConfig: { blockStorage: { enabled: false } },
          logging: { clusterLogging: [] },
          upgradePolicy: { supportType: 'STANDARD' },
          health: { issues: [] },
          deletionProtection: false,
          tags: {},
        },
      };
    },

    DeleteCluster: (input, context) => {
      const { name, arn } = find(input.name, context);
      state.deleted.set(arn, { at: Date.now() });
      return { cluster: { name, arn, status: 'DELETING' } };
    },

    ListNodegroups: (input, context) => {
      find(input.clusterName, context);
      return { nodegroups: ['workers'] };
    },

    DescribeNodegroup: (input, context) => {
      const cluster = find(input.clusterName, context);
      if (input.nodegroupName !== 'workers') {
        throw resourceNotFound(
          `No node group found for name: ${input.nodegroupName}.`,
          { clusterName: cluster.name, nodegroupName: input.nodegroupName },
        );
      }
      const count = cluster.nodes.length;
      return {
        nodegroup: {
          nodegroupName: 'workers',
          nodegroupArn: `${cluster.arn.replace(
            ':cluster/',
            ':nodegroup/',
          )}/workers/1234`,
          clusterName: cluster.name,
          version: cluster.version,
          status: 'ACTIVE',
          capacityType: 'ON_DEMAND',
          scalingConfig: { minSize: count, maxSize: count, desiredSize: count },
          instanceTypes: ['m6i.large'],
          subnets: [...new Set(cluster.nodes.map(node => node.subnetId))],
          amiType: 'AL2023_x86_64_STANDARD',
          nodeRole: `arn:aws:iam::${cluster.account}:role/${cluster.name}-node`,
          diskSize: 20,
          health: { issues: [] },
          createdAt,
          modifiedAt: createdAt,
          tags: {},
        },
      };
    },

    ListAddons: (input, context) => {
      const cluster = find(input.clusterName, context);
      const names = state.addons
        .filter(addon => addon.cluster === cluster.name)
        .map(addon => addon.name)
        .sort();
      const { items, nextToken } = eksPage(names, input);
      return { addons: items, nextToken };
    },

    DescribeAddon: (input, context) => {
      const cluster = find(input.clusterName, context);
      const addon = state.addons.get(`${cluster.name}/${input.addonName}`);
      if (!addon) {
        throw resourceNotFound(
          `No addon: ${input.addonName} found in cluster: ${cluster.name}`,
          { clusterName: cluster.name, addonName: input.addonName },
        );
      }
      return { addon: shown(addon) };
    },
  };
}

/** A page by EKS's member names. */
export function eksPage<T>(
  items: readonly T[],
  input: { readonly nextToken?: string; readonly maxResults?: number },
) {
  return pageOf(items, { token: input.nextToken, limit: input.maxResults });
}

function shown(addon: AddonRecord) {
  const at = new Date(addon.createdAt);
  return {
    addonName: addon.name,
    clusterName: addon.cluster,
    status: 'ACTIVE' as const,
    addonVersion: addon.version,
    addonArn: addon.arn,
    createdAt: at,
    modifiedAt: at,
    health: { issues: [] },
    podIdentityAssociations: [...addon.podIdentityAssociations],
    tags: {},
  };
}
