import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  ListClustersCommand,
  type Cluster,
} from '@aws-sdk/client-eks';
import { ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam';
import {
  ACCOUNT,
  denied,
  fakeAccounts,
  OTHER_ACCOUNT,
} from './__testUtils__/fakeAccounts';

const { signal } = new AbortController();

const cluster = (name: string, change: Partial<Cluster> = {}): Cluster => ({
  name,
  status: 'ACTIVE',
  version: '1.35',
  identity: { oidc: { issuer: `https://oidc.eks.test/id/${name}` } },
  accessConfig: { authenticationMode: 'API' },
  resourcesVpcConfig: { vpcId: 'vpc-1', endpointPublicAccess: true },
  ...change,
});

describe('findClusters', () => {
  const aws = fakeAccounts();
  beforeEach(() => {
    aws.reset();
    aws.eks.on(DescribeClusterVersionsCommand).resolves({
      clusterVersions: [
        { clusterVersion: '1.35', versionStatus: 'STANDARD_SUPPORT' },
        { clusterVersion: '1.30', versionStatus: 'UNSUPPORTED' },
      ],
    });
    aws.eks
      .on(DescribeClusterCommand)
      .callsFake(async ({ name }) => ({ cluster: cluster(name) }));
  });
  afterAll(() => aws.restore());

  const regions = ['eu-west-1'];

  it('tells the clusters of every account and region that are allowed', async () => {
    aws.eks.on(ListClustersCommand).callsFake(async (_, getClient) => {
      const { region, credentials } = getClient().config;
      const { accessKeyId } = await credentials();
      return { clusters: [`of-${accessKeyId}-${await region()}`] };
    });
    const lookups = aws.create({
      vaultEks: {
        accounts: [ACCOUNT, OTHER_ACCOUNT],
        regions: ['eu-west-1', 'us-east-1'],
      },
    });
    const { clusters, silent } = await lookups.findClusters({}, { signal });
    expect(silent).toEqual([]);
    expect(
      clusters.map(({ name, account, region }) => [name, account, region]),
    ).toEqual([
      [`of-${ACCOUNT}-eu-west-1`, ACCOUNT, 'eu-west-1'],
      [`of-${ACCOUNT}-us-east-1`, ACCOUNT, 'us-east-1'],
      [`of-${OTHER_ACCOUNT}-eu-west-1`, OTHER_ACCOUNT, 'eu-west-1'],
      [`of-${OTHER_ACCOUNT}-us-east-1`, OTHER_ACCOUNT, 'us-east-1'],
    ]);
  });

  it('is not kept waiting by a dead account, and says which one it is', async () => {
    aws.eks.on(ListClustersCommand).callsFake(async (_, getClient) => {
      const { accessKeyId } = await getClient().config.credentials();
      return accessKeyId === OTHER_ACCOUNT
        ? new Promise(() => {})
        : { clusters: ['alive'] };
    });
    const lookups = aws.create(
      { vaultEks: { accounts: [ACCOUNT, OTHER_ACCOUNT], regions } },
      200,
    );
    const { clusters, silent } = await lookups.findClusters({}, { signal });
    expect(clusters.map(({ name }) => name)).toEqual(['alive']);
    expect(silent).toEqual([
      {
        account: OTHER_ACCOUNT,
        region: 'eu-west-1',
        reason: expect.stringMatching(/did not answer in time/),
      },
    ]);
  });

  it('looks into the accounts of aws.accounts too, each cluster once', async () => {
    aws.eks.on(ListClustersCommand).resolves({ clusters: ['a'] });
    const lookups = aws.create({
      vaultEks: { regions },
      aws: {
        accounts: [{ accountId: ACCOUNT }, { accountId: OTHER_ACCOUNT }],
      },
    });
    const { clusters } = await lookups.findClusters({}, { signal });
    expect(clusters.map(({ account }) => account)).toEqual([
      ACCOUNT,
      OTHER_ACCOUNT,
    ]);
  });

  it('names the right that is missing, and nothing of what AWS said', async () => {
    aws.eks.on(ListClustersCommand).rejects(denied('eks:ListClusters'));
    const lookups = aws.create({ vaultEks: { regions } });
    const answer = await lookups.findClusters({}, { signal });
    expect(answer.clusters).toEqual([]);
    expect(answer.silent[0].reason).toBe(
      'The AWS identity of the portal lacks eks:ListClusters in the default account. Give it docs/permissions/portal-policy.json.',
    );
    expect(JSON.stringify(answer)).not.toContain('portal-secret-name');
    expect(aws.logged).toHaveLength(1);
  });

  it('says what is wrong with each, the worst first', async () => {
    aws.eks.on(ListClustersCommand).resolves({
      clusters: ['fine', 'old', 'new', 'private', 'hidden', 'gone'],
    });
    aws.iam.on(ListOpenIDConnectProvidersCommand).resolves({
      OpenIDConnectProviderList: ['fine', 'old'].map(name => ({
        Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.test/id/${name}`,
      })),
    });
    aws.eks.on(DescribeClusterCommand).callsFake(async ({ name }) => {
      const odd: Record<string, Partial<Cluster>> = {
        old: {
          version: '1.30',
          accessConfig: { authenticationMode: 'CONFIG_MAP' },
        },
        new: { status: 'CREATING', identity: undefined },
        private: { resourcesVpcConfig: { endpointPublicAccess: false } },
      };
      if (name === 'hidden') {
        throw denied('eks:DescribeCluster');
      }
      if (name === 'gone') {
        throw Object.assign(new Error('no such cluster'), {
          name: 'ResourceNotFoundException',
        });
      }
      return { cluster: cluster(name, odd[name]) };
    });
    const lookups = aws.create({ vaultEks: { regions } });
    const { clusters } = await lookups.findClusters({}, { signal });
    expect(
      Object.fromEntries(
        clusters.map(({ name, problems }) => [
          name,
          problems.map(({ severity, id }) => `${severity} ${id}`),
        ]),
      ),
    ).toEqual({
      fine: [],
      old: [
        'warning cluster-version-unsupported',
        'info authentication-mode-config-map',
      ],
      new: ['error cluster-not-active'],
      private: [
        'info cluster-endpoint-private',
        'info cluster-without-oidc-provider',
      ],
      hidden: ['warning cluster-not-readable'],
    });
  });

  it('goes on when AWS does not tell what a cluster can be judged without', async () => {
    aws.eks.on(ListClustersCommand).resolves({ clusters: ['a'] });
    aws.eks
      .on(DescribeClusterVersionsCommand)
      .rejects(denied('eks:DescribeClusterVersions'));
    aws.iam
      .on(ListOpenIDConnectProvidersCommand)
      .rejects(denied('iam:ListOpenIDConnectProviders'));
    const lookups = aws.create({ vaultEks: { regions } });
    const { clusters, silent } = await lookups.findClusters({}, { signal });
    expect({ problems: clusters[0].problems, silent }).toEqual({
      problems: [],
      silent: [],
    });
  });

  it('reads every page, and of many the first hundred that match', async () => {
    const names = Array.from({ length: 260 }, (_, i) => `team-${i}`);
    aws.eks.on(ListClustersCommand).callsFake(async ({ nextToken }) => {
      const from = Number(nextToken ?? 0);
      const next = from + 100;
      return {
        clusters: names.slice(from, next),
        nextToken: next < names.length ? String(next) : undefined,
      };
    });
    const lookups = aws.create({ vaultEks: { regions } });
    const all = await lookups.findClusters({}, { signal });
    expect([all.clusters.length, all.more]).toEqual([100, true]);
    const few = await lookups.findClusters({}, { signal, search: 'TEAM-25' });
    expect([few.clusters.map(({ name }) => name), few.more]).toEqual([
      ['team-25', ...names.slice(250)],
      false,
    ]);
  });

  it.each([
    [{}, {}, /region: say in which region/],
    [{}, { region: 'eu-nowhere-1' }, /region: eu-nowhere-1 is no AWS region/],
    [{ regions }, { region: 'us-east-1' }, /us-east-1 is not allowed/],
    [
      { regions, accounts: [ACCOUNT] },
      { account: OTHER_ACCOUNT },
      /444455556666 is not allowed/,
    ],
  ])('with %j refuses %j before any call', async (vaultEks, where, why) => {
    await expect(
      aws.create({ vaultEks }).findClusters(where, { signal }),
    ).rejects.toThrow(why);
    expect(aws.sts.calls()).toHaveLength(0);
  });
});
