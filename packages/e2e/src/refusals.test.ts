import { ConfigReader } from '@backstage/config';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { pointAwsClientsAt } from './awsEnvironment';
import { startHarness, type Harness } from './harness';
import { awsCalls, inventory } from './inventory';
import { helm, kubectl } from './kubectl';
import { allow, createTestRole, enterCluster } from './roles';

jest.setTimeout(120_000);

const signal = new AbortController().signal;

/** Enough to look at clusters and their network. */
const LOOK = ['eks:Describe*', 'ec2:Describe*'];

describe('a Vault that cannot be deployed', () => {
  let harness: Harness;
  const after: (() => void)[] = [];
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  /** What plan and deploy say; fails when either leaves anything behind. */
  async function refusal(
    input: Partial<VaultClusterSpecInput>,
    vaultEks = harness.vaultEks,
  ) {
    const options = { signal, logger: harness.logger() };
    const spec = harness.spec(input);
    const before = await inventory(harness.sandbox);
    const plan = await vaultEks.plan(spec, options);
    const error: Error = await vaultEks.deploy(spec, options).then(
      () => {
        throw new Error('It was deployed');
      },
      refused => refused,
    );
    expect(await inventory(harness.sandbox)).toEqual(before);
    expect(plan.blocked).toBe(true);
    return {
      findings: plan.findings.filter(({ severity }) => severity === 'error'),
      refused: plan.steps.flatMap(step => step.refusal ?? []),
      error: error.message,
    };
  }

  /** The product with the rights of a role of its own. */
  async function asRole(
    name: string,
    actions: readonly string[],
  ): Promise<DefaultVaultEks> {
    const { sandbox, config } = harness;
    const { keys } = await createTestRole(sandbox, {
      name,
      policy: actions.length
        ? allow({ Action: actions, Resource: '*' })
        : undefined,
    });
    const restore = pointAwsClientsAt(sandbox, keys);
    after.push(restore);
    return DefaultVaultEks.create({ config, logger: harness.logger() });
  }

  afterEach(() => after.splice(0).forEach(undo => undo()));

  it.each<[Partial<VaultClusterSpecInput>, RegExp]>([
    [{ cluster: '-prod' }, /cluster: use the name of an existing EKS cluster/],
    [{ replicas: 0 }, /replicas/],
    [{ namespace: 'Vault' }, /namespace: use lower case/],
    [
      { ui: { exposure: 'internet-facing', sourceRanges: ['0.0.0.0/0'] } },
      /ui\.sourceRanges: 0\.0\.0\.0\/0 opens Vault to everyone/,
    ],
    [
      { custody: { recoveryShares: 3, recoveryThreshold: 4 } },
      /custody\.recoveryThreshold: 4 of 3 shares can never be met/,
    ],
    [
      { values: { server: { ha: { replicas: 5 } } } },
      /values: server\.ha\.replicas cannot be set here/,
    ],
  ])('%j is refused by name before any call', async (input, named) => {
    const before = await awsCalls(harness.sandbox);
    const deploying = async () =>
      harness.vaultEks.deploy(harness.spec(input), {
        signal,
        logger: harness.logger(),
      });
    await expect(deploying()).rejects.toThrow(named);
    expect(await awsCalls(harness.sandbox)).toBe(before);
  });

  it('on a cluster that does not exist', async () => {
    const { findings, error } = await refusal({ cluster: 'platform-prd' });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'cluster-not-found',
        what: expect.stringContaining(
          'There is no EKS cluster platform-prd in account 111122223333, region eu-west-1.',
        ),
        fix: 'Correct cluster, region or account.',
      }),
    ]);
    expect(error).toContain('Nothing was changed.');
    expect(error).toContain('There is no EKS cluster platform-prd');
  });

  it('in a region that the portal does not allow, without a call', async () => {
    const before = await awsCalls(harness.sandbox);
    const { findings } = await refusal({ region: 'us-east-1' });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'not-allowed-here',
        what: expect.stringMatching(
          /Region us-east-1 is not allowed; .* allows eu-west-1/,
        ),
      }),
    ]);
    expect(await awsCalls(harness.sandbox)).toBe(before);
  });

  it('in an account that the portal does not allow, without a call', async () => {
    const before = await awsCalls(harness.sandbox);
    const { findings } = await refusal({ account: '999988887777' });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'not-allowed-here',
        what: expect.stringContaining('AWS account 999988887777'),
      }),
    ]);
    expect(await awsCalls(harness.sandbox)).toBe(before);
  });

  it('in a region without clusters', async () => {
    const anywhere = DefaultVaultEks.create({
      config: new ConfigReader({}),
      logger: harness.logger(),
    });
    const { findings } = await refusal({ region: 'us-east-1' }, anywhere);
    await anywhere.close();
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'cluster-not-found',
        what: expect.stringContaining('region us-east-1'),
      }),
    ]);
  });

  it('with AWS credentials that nobody knows', async () => {
    const { sandbox, config } = harness;
    after.push(
      pointAwsClientsAt(sandbox, {
        accessKeyId: 'AKIANOBODYKNOWSTHIS1',
        secretAccessKey: 'a-key-that-was-never-given-to-anyone',
      }),
    );
    const stranger = DefaultVaultEks.create({
      config,
      logger: harness.logger(),
    });
    const { findings } = await refusal({}, stranger);
    await stranger.close();
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'aws-credentials',
        fix: expect.stringContaining('aws: in app-config'),
      }),
    ]);
  });

  it('by a role without any right on AWS', async () => {
    const helpless = await asRole('helpless', []);
    const { findings } = await refusal({}, helpless);
    await helpless.close();
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'aws-denied',
        what: expect.stringContaining('eks:DescribeCluster'),
        fix: expect.stringContaining('docs/permissions/deploy-policy.json'),
      }),
    ]);
  });

  it('by a role that the cluster does not know', async () => {
    const outsider = await asRole('outsider', [
      ...LOOK,
      'dynamodb:*',
      'kms:*',
      'iam:*',
      'secretsmanager:*',
    ]);
    const { findings } = await refusal({}, outsider);
    await outsider.close();
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'kubernetes-unauthorized',
        fix: expect.stringContaining(
          'aws eks create-access-entry --cluster-name platform-prod --region eu-west-1 --principal-arn arn:aws:iam::111122223333:role/outsider',
        ),
      }),
    ]);
  });

  it('by a role that may do everything in the cluster, and nothing on AWS', async () => {
    const onlooker = await asRole('onlooker', LOOK);
    await enterCluster(harness.sandbox, {
      cluster: 'platform-prod',
      roleArn: `arn:aws:iam::${harness.sandbox.aws.account}:role/onlooker`,
    });
    const { findings, error } = await refusal({}, onlooker);
    await onlooker.close();
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'aws-denied',
        what: expect.stringMatching(
          /onlooker.*Allow "\w+:\w+" to this identity/,
        ),
        fix: expect.stringContaining('docs/permissions/deploy-policy.json'),
      }),
    ]);
    expect(error).toMatch(/^Nothing was changed; .*Allow "\w+:\w+" to/);
  });

  it('in a namespace that others use', async () => {
    const { sandbox } = harness;
    await kubectl(sandbox, 'create', 'namespace', 'shop');
    await kubectl(
      sandbox,
      '--namespace=shop',
      'create',
      'secret',
      'generic',
      'db',
    );
    const { findings, refused, error } = await refusal({ namespace: 'shop' });
    expect(findings).toEqual([]);
    expect(refused).toEqual([
      'Namespace shop is in use by something else (Secret db); choose another `namespace`.',
    ]);
    expect(error).toContain(refused[0]);
  });

  it('under a release name that another chart has', async () => {
    const { sandbox } = harness;

    await helm(
      sandbox,
      'install',
      'vault',
      'vault',
      '--repo',
      sandbox.helmRepository,
      '--namespace=vault',
      '--create-namespace',
    );
    await kubectl(
      sandbox,
      '--namespace=vault',
      'rollout',
      'status',
      'deployment/vault-agent-injector',
    );
    const { findings, refused } = await refusal({});
    expect(findings).toEqual([]);
    expect(refused).toEqual([
      expect.stringMatching(
        /Namespace vault is in use .* choose another `namespace`/,
      ),
      'Helm release vault in namespace vault was not made by this product (chart vault 0.34.1); choose another `release` or `namespace`.',
    ]);
  });

  it('whose cluster-wide names another release has', async () => {
    const { findings } = await refusal({ namespace: 'vault-two' });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'release-name-taken',
        what: expect.stringContaining('of release vault/vault'),
        fix: 'Choose another `release`.',
      }),
    ]);
  });
});
