import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAddonsCommand,
  ListAssociatedAccessPoliciesCommand,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SEED } from '../../../seed';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const [prod, dev] = SEED.clusters.map(cluster => cluster.name);
const administrator = `arn:aws:iam::${SEED.account}:user/${SEED.accessKey.userName}`;
const deployer = `arn:aws:iam::${SEED.account}:role/${SEED.deployer.roleName}`;

jest.setTimeout(60_000);

describe('EKS', () => {
  let world: AwsWorld;
  let eks: EKSClient;

  beforeAll(async () => {
    world = await startAwsWorld();
    eks = new EKSClient(world.admin);
  });

  afterAll(async () => {
    eks.destroy();
    await world.close();
  });

  it('lists the clusters, page by page, and none elsewhere', async () => {
    const namesIn = async (client: EKSClient) => {
      const names: string[] = [];
      for await (const page of paginateListClusters(
        { client, pageSize: 1 },
        {},
      )) {
        names.push(...(page.clusters ?? []));
      }
      return names;
    };
    expect(await namesIn(eks)).toEqual([dev, prod]);
    const elsewhere = new EKSClient({
      ...world.admin,
      region: 'eu-central-1',
    });
    expect(await namesIn(elsewhere)).toEqual([]);
    elsewhere.destroy();
  });

  it('knows how long a Kubernetes version is supported', async () => {
    const { clusterVersions } = await eks.send(
      new DescribeClusterVersionsCommand({ clusterVersions: ['1.30'] }),
    );
    expect(clusterVersions).toEqual([
      expect.objectContaining({
        clusterVersion: '1.30',
        endOfStandardSupportDate: new Date('2025-07-23'),
        versionStatus: 'UNSUPPORTED',
      }),
    ]);
  });

  it('describes a cluster', async () => {
    const { cluster } = await eks.send(
      new DescribeClusterCommand({ name: prod }),
    );
    expect(cluster).toMatchObject({
      status: 'ACTIVE',
      endpoint: world.clusters[0].endpoint,
      identity: { oidc: { issuer: world.clusters[0].issuer.url } },
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
      resourcesVpcConfig: { vpcId: SEED.clusters[0].vpcId },
      createdAt: expect.any(Date),
    });
    expect(
      Buffer.from(
        cluster?.certificateAuthority?.data ?? '',
        'base64',
      ).toString(),
    ).toBe(world.clusters[0].ca.certificatePem);
    await expect(
      eks.send(new DescribeClusterCommand({ name: 'nothing' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'No cluster found for name: nothing.',
      clusterName: 'nothing',
    });
  });

  it('has the EBS CSI driver', async () => {
    const { addons } = await eks.send(
      new ListAddonsCommand({ clusterName: prod }),
    );
    expect(addons).toContain('aws-ebs-csi-driver');
    const { addon } = await eks.send(
      new DescribeAddonCommand({
        clusterName: prod,
        addonName: 'aws-ebs-csi-driver',
      }),
    );
    expect(addon).toMatchObject({ status: 'ACTIVE' });
    await expect(
      eks.send(
        new DescribeAddonCommand({ clusterName: prod, addonName: 'nothing' }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('knows who may enter', async () => {
    const entry = { clusterName: prod, principalArn: administrator };
    expect(
      (await eks.send(new ListAccessEntriesCommand({ clusterName: prod })))
        .accessEntries,
    ).toEqual([deployer, administrator]);
    const { accessEntry } = await eks.send(
      new DescribeAccessEntryCommand(entry),
    );
    expect(accessEntry?.username).toBe(administrator);
    const { associatedAccessPolicies: policies } = await eks.send(
      new ListAssociatedAccessPoliciesCommand(entry),
    );
    expect(policies).toEqual([
      expect.objectContaining({
        policyArn: expect.stringContaining('AmazonEKSClusterAdminPolicy'),
        accessScope: { type: 'cluster', namespaces: [] },
      }),
    ]);
  });

  it('gives a role’s sessions what its access entry says', async () => {
    const principalArn = `arn:aws:iam::${SEED.account}:role/day-two`;
    await eks.send(
      new CreateAccessEntryCommand({
        clusterName: dev,
        principalArn,
        kubernetesGroups: ['readers'],
      }),
    );
    await eks.send(
      new AssociateAccessPolicyCommand({
        clusterName: dev,
        principalArn,
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
        accessScope: { type: 'cluster' },
      }),
    );
    await eks.send(
      new AssociateAccessPolicyCommand({
        clusterName: dev,
        principalArn,
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
        accessScope: { type: 'namespace', namespaces: ['vault'] },
      }),
    );
    const session = `arn:aws:sts::${SEED.account}:assumed-role/day-two/portal`;
    expect(world.aws.accessOf(dev, session)).toEqual({
      username: session,
      groups: ['readers'],
      policies: ['arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy'],
      namespacedPolicies: [
        {
          arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
          namespaces: ['vault'],
        },
      ],
    });
    expect(world.aws.accessOf(prod, session)).toBeUndefined();
  });

  describe('tokens', () => {
    const tokenFor = async (options: {
      readonly cluster: string;
      readonly secretAccessKey?: string;
      readonly signedAt?: Date;
      readonly hostname?: string;
    }) => {
      const signer = new SignatureV4({
        service: 'sts',
        region: SEED.region,
        sha256: Sha256,
        credentials: {
          ...SEED.accessKey,
          ...(options.secretAccessKey && {
            secretAccessKey: options.secretAccessKey,
          }),
        },
      });
      const hostname = options.hostname ?? `sts.${SEED.region}.amazonaws.com`;
      const { query = {} } = await signer.presign(
        new HttpRequest({
          method: 'GET',
          protocol: 'https:',
          hostname,
          path: '/',
          query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
          headers: { host: hostname, 'x-k8s-aws-id': options.cluster },
        }),
        { expiresIn: 60, signingDate: options.signedAt },
      );
      const url = new URL(`https://${hostname}/`);
      Object.entries(query).forEach(([name, value]) =>
        url.searchParams.set(name, String(value)),
      );
      return `k8s-aws-v1.${Buffer.from(url.href).toString('base64url')}`;
    };

    it('proves the caller for 15 minutes', async () => {
      await expect(
        world.aws.verifyEksToken(await tokenFor({ cluster: prod }), prod),
      ).resolves.toMatchObject({ arn: administrator });
      const early = new Date(Date.now() - 14 * 60_000);
      await expect(
        world.aws.verifyEksToken(
          await tokenFor({ cluster: prod, signedAt: early }),
          prod,
        ),
      ).resolves.toMatchObject({ arn: administrator });
    });

    it.each([
      ['for another cluster', { cluster: dev }, /not for this cluster/],
      [
        'signed with another key',
        { cluster: prod, secretAccessKey: 'wrong' },
        /not for this cluster/,
      ],
      [
        'too old',
        { cluster: prod, signedAt: new Date(Date.now() - 16 * 60_000) },
        /expired/,
      ],
      [
        'to another host',
        { cluster: prod, hostname: 'sts.example.com' },
        /STS endpoint/,
      ],
    ])('refuses one %s', async (_what, options, reason) => {
      await expect(
        world.aws.verifyEksToken(await tokenFor(options), prod),
      ).rejects.toThrow(reason);
    });
  });
});
