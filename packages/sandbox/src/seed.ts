import type { ClusterAddon, SeededNode } from './world';

/** What exists in the sandbox before anyone has done anything. */
export interface SeededCluster {
  readonly name: string;
  /** Kubernetes version. */
  readonly version: string;
  readonly hasLoadBalancerController: boolean;
  /** Default: none. */
  readonly addons?: readonly ClusterAddon[];
  readonly vpcId: string;
  readonly nodes: readonly SeededNode[];
}

/** The one account, with its clusters in one region. Any other region is empty. */
export interface Seed {
  readonly account: string;
  readonly region: string;
  readonly accessKey: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly userName: string;
  };
  readonly clusters: readonly SeededCluster[];
  /** A role that can be assumed by whoever knows its external id. */
  readonly deployer: { readonly roleName: string; readonly externalId: string };
  /** A VPC that no cluster is in. */
  readonly sharedVpc?: {
    readonly vpcId: string;
    readonly name: string;
    readonly cidr: string;
    readonly routeTableId: string;
    readonly subnets: readonly {
      readonly id: string;
      readonly zone: string;
      readonly cidr: string;
    }[];
  };
}

const REGION = 'eu-west-1';
const ZONES = ['a', 'b', 'c'].map(letter => `${REGION}${letter}`);

/**
 * Nodes dealt out over the zones. Real clusters keep their nodes in private subnets, one a zone, and name
 * them after their addresses.
 */
function nodes(count: number, network: number): SeededNode[] {
  return Array.from({ length: count }, (_, i) => {
    const zone = i % ZONES.length;
    const internalIp = `10.${network}.${zone + 1}.${
      10 + Math.floor(i / ZONES.length)
    }`;
    return {
      name: `ip-${internalIp.replaceAll('.', '-')}.${REGION}.compute.internal`,
      instanceId: `i-0${network}0000000000000${(10 + i).toString(16)}`,
      zone: ZONES[zone],
      subnetId: `subnet-0${network}000000000000${zone + 1}0`,
      internalIp,
    };
  });
}

/** The sandbox's world: an account with a production and a development cluster. */
export const SEED: Seed = {
  account: '111122223333',
  region: REGION,
  accessKey: {
    accessKeyId: 'AKIASANDBOXSANDBOX01',
    // Known to everyone and good for nothing but this sandbox, which only listens on loopback.
    secretAccessKey: 'sandbox/secret/key/that/opens/nothing/00',
    userName: 'platform-engineer',
  },
  clusters: [
    {
      name: 'platform-prod',
      version: '1.35',
      hasLoadBalancerController: true,
      vpcId: 'vpc-0a000000000000001',
      nodes: nodes(6, 10),
    },
    {
      name: 'platform-dev',
      version: '1.35',
      hasLoadBalancerController: false,
      vpcId: 'vpc-0a000000000000002',
      nodes: nodes(3, 20),
    },
  ],
  deployer: { roleName: 'vault-eks-deployer', externalId: 'vault-eks-sandbox' },
  sharedVpc: {
    vpcId: 'vpc-0a000000000000003',
    name: 'shared-services',
    cidr: '10.30.0.0/16',
    routeTableId: 'rtb-0300000000000000a',
    subnets: ZONES.map((zone, i) => ({
      id: `subnet-030000000000000${i + 1}0`,
      zone,
      cidr: `10.30.${i + 1}.0/24`,
    })),
  },
};
