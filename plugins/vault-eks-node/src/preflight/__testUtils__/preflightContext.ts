import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ConfigReader } from '@backstage/config';
import type { KubernetesObject, V1Node } from '@kubernetes/client-node';
import {
  ownershipValue,
  parseSpec,
  vaultNames,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { readVaultEksConfig } from '../../config';
import { createAwsClients } from '../../connections/aws';
import type { KubernetesConnection } from '../../connections/kubernetes';
import type { PreflightContext } from '../PreflightCheck';
import { AwsWorld, CALLER, mockEks, mockIam } from './fakeAws';

const REGION = 'eu-west-1';

/** A ready node in a zone. */
export function node(
  zone: string,
  overrides: Partial<V1Node['spec']> = {},
): V1Node {
  return {
    metadata: { labels: { 'topology.kubernetes.io/zone': zone } },
    spec: { ...overrides },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** What the cluster and the account of a test are like; fit for a deploy where nothing is said. */
export interface World extends AwsWorld {
  readonly spec?: Partial<VaultClusterSpecInput>;
  readonly nodes?: V1Node[];
  readonly objects?: Record<string, KubernetesObject>;
  readonly lists?: Record<string, KubernetesObject[]>;
  readonly forbidden?: string;
  readonly kubernetesError?: Error;
  readonly context?: Partial<PreflightContext>;
}

const unused = async () => {
  throw new Error('preflight must not call this');
};

function kubernetes(world: World): KubernetesConnection {
  const guard = () => {
    if (world.kubernetesError) {
      throw world.kubernetesError;
    }
  };
  return {
    endpoint: 'https://api',
    caPem: '',
    token: unused,
    version: unused,
    async get<T extends KubernetesObject>(ref: { kind: string; name: string }) {
      guard();
      // The test says of which kind each object is.
      return world.objects?.[`${ref.kind} ${ref.name}`] as T | undefined;
    },
    async list<T extends KubernetesObject>(ref: { kind: string }) {
      guard();
      const found =
        ref.kind === 'Node'
          ? world.nodes ?? ['a', 'b', 'c'].map(zone => node(zone))
          : world.lists?.[ref.kind] ?? [];
      return found as T[];
    },
    async can({ verb, resource }) {
      guard();
      return `${verb} ${resource}` !== world.forbidden;
    },
    apply: unused,
    create: unused,
    delete: unused,
    approve: unused,
    patchStatus: unused,
    serviceAccountToken: unused,
    logs: unused,
    exec: unused,
    portForward: unused,
    close: unused,
  };
}

/** A context of preflight on clients that answer as this world says. */
export function preflightContext(world: World = {}): PreflightContext & {
  readonly mocks: {
    readonly eks: ReturnType<typeof mockEks>;
    readonly iam: ReturnType<typeof mockIam>;
    readonly ec2: AwsClientStub<EC2Client>;
  };
} {
  const clients = createAwsClients(REGION, async () => ({
    accessKeyId: 'a',
    secretAccessKey: 'b',
  }));
  const mocks = {
    eks: mockEks(clients.eks, world),
    iam: mockIam(clients.iam),
    ec2: mockClient(clients.ec2),
  };
  mocks.ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [] });
  mocks.ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });
  const spec = parseSpec({ cluster: 'demo', region: REGION, ...world.spec });
  return {
    mocks,
    spec,
    names: vaultNames(spec),
    ownership: {
      owner: ownershipValue(spec),
      by: 'user:default/ada',
      version: '1.2.3',
      tags: {},
      adopt: false,
    },
    config: readVaultEksConfig(new ConfigReader({})),
    signal: new AbortController().signal,
    kubernetes: kubernetes(world),
    aws: {
      ...clients,
      account: '111122223333',
      region: REGION,
      callerArn: CALLER,
      credentials: unused,
    },
    cluster: {
      name: 'demo',
      arn: 'arn',
      region: REGION,
      status: 'ACTIVE',
      version: '1.35',
      endpoint: 'https://api',
      caData: '',
      oidcIssuer: 'https://issuer',
      vpcId: 'vpc-1',
      subnetIds: [],
      securityGroupIds: [],
      authenticationMode: 'API',
    },
    network: {
      vpcId: 'vpc-1',
      cidrs: ['10.0.0.0/16'],
      dnsSupport: true,
      dnsHostnames: true,
      endpointSubnets: ['a', 'b', 'c'].map(zone => ({ zone, id: zone })),
      routeTableIds: [],
    },
    ...world.context,
  };
}
