import { DescribeAddonCommand, EKSClient } from '@aws-sdk/client-eks';
import { ConfigReader } from '@backstage/config';
import { AuthenticationError, NotFoundError } from '@backstage/errors';
import type { KubernetesObject, V1Node } from '@kubernetes/client-node';
import {
  ownershipValue,
  parseSpec,
  vaultNames,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { mockClient } from 'aws-sdk-client-mock';
import { readVaultEksConfig } from '../config';
import { createAwsClients } from '../connections/aws';
import type { KubernetesConnection } from '../connections/kubernetes';
import type { PreflightContext } from './PreflightCheck';
import { isBlocked, PREFLIGHT_CHECKS, runPreflight } from './runPreflight';
import { unreachableFinding } from './unreachable';

const REGION = 'eu-west-1';

function node(zone: string, overrides: Partial<V1Node['spec']> = {}): V1Node {
  return {
    metadata: { labels: { 'topology.kubernetes.io/zone': zone } },
    spec: { ...overrides },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

interface World {
  readonly spec?: Partial<VaultClusterSpecInput>;
  readonly nodes?: V1Node[];
  readonly objects?: Record<string, KubernetesObject>;
  readonly lists?: Record<string, KubernetesObject[]>;
  readonly forbidden?: string;
  readonly kubernetesError?: Error;
  readonly addonStatus?: string;
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
    serviceAccountToken: unused,
    logs: unused,
    exec: unused,
    portForward: unused,
    close: unused,
  };
}

function context(world: World): PreflightContext {
  const clients = createAwsClients(REGION, async () => ({
    accessKeyId: 'a',
    secretAccessKey: 'b',
  }));
  const eks = mockClient(EKSClient);
  if (world.addonStatus === 'absent') {
    eks
      .on(DescribeAddonCommand)
      .rejects(
        Object.assign(new Error(), { name: 'ResourceNotFoundException' }),
      );
  } else {
    eks.on(DescribeAddonCommand).callsFake(() => ({
      addon: { status: world.addonStatus ?? 'ACTIVE' },
    }));
  }
  const spec = parseSpec({ cluster: 'demo', region: REGION, ...world.spec });
  return {
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
      callerArn: 'arn:aws:sts::111122223333:assumed-role/deployer/session',
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

const run = (world: World) => runPreflight(context(world));
const ids = async (world: World) => (await run(world)).map(({ id }) => id);

describe('runPreflight', () => {
  it('finds nothing on a cluster that is fit', async () => {
    expect(await run({})).toEqual([]);
  });

  it('reports all findings at once, worst first', async () => {
    const findings = await run({
      nodes: [node('a'), node('b', { unschedulable: true })],
      forbidden: 'approve signers',
      addonStatus: 'DEGRADED',
      spec: { ui: { exposure: 'internal' } },
    });
    expect(findings.map(({ id, severity }) => [severity, id])).toEqual([
      ['error', 'kubernetes-rights-missing'],
      ['error', 'nodes-below-replicas'],
      ['warning', 'zones-below-three'],
      ['warning', 'ebs-csi-degraded'],
      ['warning', 'load-balancer-controller-missing'],
    ]);
    expect(findings[0].what).toMatch(
      /may not: approve signers.certificates.k8s.io beta.eks.amazonaws.com\/app-serving\.$/,
    );
    expect(findings[1].what).toBe(
      'demo has 1 schedulable nodes for 3 Vault pods.',
    );
    expect(isBlocked(findings)).toBe(true);
  });

  it('says once, and how to mend it, that Kubernetes does not know the caller', async () => {
    const findings = await run({
      kubernetesError: new AuthenticationError('401'),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      id: 'kubernetes-unauthorized',
      fix: expect.stringContaining(
        'create-access-entry --cluster-name demo --principal-arn arn:aws:iam::111122223333:role/deployer',
      ),
    });
  });

  it('misses an EBS CSI driver only when neither add-on nor driver is there', async () => {
    expect(await ids({ addonStatus: 'absent' })).toEqual(['ebs-csi-missing']);
    const driver = { 'CSIDriver ebs.csi.eks.amazonaws.com': {} };
    expect(await ids({ addonStatus: 'absent', objects: driver })).toEqual([]);
  });

  it('finds a release of the same name elsewhere', async () => {
    const object = (namespace: string) => ({
      'ClusterRoleBinding vault-server-binding': {
        kind: 'ClusterRoleBinding',
        metadata: {
          name: 'vault-server-binding',
          annotations: {
            'meta.helm.sh/release-name': 'vault',
            'meta.helm.sh/release-namespace': namespace,
          },
        },
      },
    });
    expect(await ids({ objects: object('vault') })).toEqual([]);
    const [finding] = await run({ objects: object('other') });
    expect(finding).toMatchObject({ id: 'release-name-taken' });
    expect(finding.what).toMatch(/of release other\/vault/);
  });

  it('judges the network only when endpoints are created in it', async () => {
    const base = context({});
    const bare = {
      network: {
        ...base.network,
        dnsHostnames: false,
        endpointSubnets: [{ zone: 'a', id: 'a' }],
      },
    };
    expect(await ids({ context: bare })).toEqual([
      'vpc-dns-attributes',
      'zones-without-endpoint',
    ]);
    expect(
      await ids({
        context: bare,
        spec: { endpoints: { kms: 'none', sts: 'existing' } },
      }),
    ).toEqual([]);
  });

  it('refuses a cluster that is not active or issues no identities', async () => {
    const { cluster } = context({});
    const broken = { ...cluster, status: 'FAILED', oidcIssuer: undefined };
    expect(await ids({ context: { cluster: broken } })).toEqual([
      'cluster-not-active',
      'cluster-without-oidc',
    ]);
  });

  it('turns a check that fails into a finding and not into an end', async () => {
    const findings = await runPreflight(context({}), [
      ...PREFLIGHT_CHECKS,
      {
        subject: 'the moon',
        asks: 'aws',
        run: async () => {
          throw new Error('too far');
        },
      },
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        what: 'Could not check the moon.',
        why: 'too far.',
      }),
    ]);
  });
});

describe('unreachableFinding', () => {
  it.each([
    [new NotFoundError('no cluster'), 'cluster-not-found'],
    [
      Object.assign(new Error('no'), { name: 'ExpiredToken' }),
      'aws-credentials',
    ],
    [
      Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
      'aws-denied',
    ],
    [new Error('socket'), 'aws-unreachable'],
  ])('tells %s apart', (error, id) => {
    expect(unreachableFinding(error)).toMatchObject({
      id,
      severity: 'error',
      what: `${error.message}.`,
    });
  });
});
