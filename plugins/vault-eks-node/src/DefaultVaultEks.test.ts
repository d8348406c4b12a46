import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { mockClient } from 'aws-sdk-client-mock';
import { DefaultVaultEks } from './DefaultVaultEks';
import { provisionPart } from './operations/ensure/provisionPart';

const REF = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};

const named = (name: string) =>
  Object.assign(new Error('as AWS says'), { name });

describe('DefaultVaultEks', () => {
  const sts = mockClient(STSClient);
  const eks = mockClient(EKSClient);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const options = {
    signal: new AbortController().signal,
    logger: { info: log, warn: log },
  };
  const create = (vaultEks: object = {}) =>
    DefaultVaultEks.create({
      config: new ConfigReader({
        vaultEks,
        aws: { mainAccount: { accessKeyId: 'a', secretAccessKey: 'b' } },
      }),
      logger: { debug: log },
    });
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });

  beforeEach(() => {
    lines.length = 0;
    sts.reset();
    eks.reset();
    sts.on(GetCallerIdentityCommand).resolves({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/deployer',
    });
  });
  afterAll(() => {
    sts.restore();
    eks.restore();
  });

  it('blocks the plan of a cluster that does not exist with one finding', async () => {
    eks.on(DescribeClusterCommand).rejects(named('ResourceNotFoundException'));
    expect(await create().plan(spec, options)).toEqual({
      steps: [],
      changes: false,
      blocked: true,
      findings: [
        expect.objectContaining({
          id: 'cluster-not-found',
          what: expect.stringMatching(/no EKS cluster demo in account 1111/),
        }),
      ],
    });
  });

  it('copies recovery keys nowhere that app-config does not allow, and calls nobody; drift looks all the same', async () => {
    eks.on(DescribeClusterCommand).rejects(named('ResourceNotFoundException'));
    const vaultEks = create({ regions: ['eu-west-1'] });
    const copied = parseSpec({
      ...{ cluster: 'demo', region: 'eu-west-1' },
      custody: { replicaRegions: ['us-east-1'] },
    });
    for (const run of [
      vaultEks.plan(copied, options),
      vaultEks.deploy(copied, options),
      vaultEks.ensure(copied, { ...options, part: provisionPart }),
    ]) {
      await expect(run).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(
          /^custody\.replicaRegions: region us-east-1 is not allowed/,
        ),
      });
    }
    expect(sts.calls()).toHaveLength(0);
    const { findings } = await vaultEks.drift(copied, options);
    expect(findings).toMatchObject([{ id: 'cluster-not-found' }]);
  });

  it('refuses to deploy there, and says that nothing was changed', async () => {
    eks.on(DescribeClusterCommand).rejects(named('ResourceNotFoundException'));
    await expect(create().deploy(spec, options)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(/^Nothing was changed\. There is no EKS/),
    });
    const [claim] = await create().verify(spec, options);
    expect(claim).toMatchObject({ id: 'deployed', passed: false });
  });

  it('asks nobody about a region that is not allowed', async () => {
    const plan = await create({ regions: ['eu-north-1'] }).plan(spec, options);
    expect(plan.findings[0]).toMatchObject({ id: 'not-allowed-here' });
    expect(sts.calls()).toHaveLength(0);
  });

  it('tells bad credentials of the portal from a refusal of the user', async () => {
    sts.on(GetCallerIdentityCommand).rejects(named('ExpiredToken'));
    const plan = await create().plan(spec, options);
    expect(plan.findings[0]).toMatchObject({ id: 'aws-credentials' });
    await expect(
      create().status(REF, { signal: options.signal }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('as AWS says'),
    });
  });

  it.each([
    [
      'that app-config does not have',
      [],
      /Give aws\.accounts in app-config an entry with accountId '444455556666'/,
    ],
    [
      'whose keys are of another',
      [{ accountId: '444455556666', accessKeyId: 'a', secretAccessKey: 'b' }],
      /for account 444455556666 belong to account 111122223333\. Correct aws\.accounts/,
    ],
  ])(
    'blocks the plan in an account %s with one finding',
    async (_which, accounts, what) => {
      const vaultEks = DefaultVaultEks.create({
        config: new ConfigReader({ aws: { accounts } }),
        logger: { debug: log },
      });
      const inAccount = { ...spec, account: '444455556666' };
      const plan = await vaultEks.plan(inAccount, options);
      expect(plan.findings).toEqual([
        expect.objectContaining({
          id: 'aws-credentials',
          severity: 'error',
          what: expect.stringMatching(what),
        }),
      ]);
      expect(plan.blocked).toBe(true);
    },
  );

  it('stops on an abort instead of reporting it as a finding', async () => {
    const controller = new AbortController();
    sts.on(GetCallerIdentityCommand).callsFake(() => {
      controller.abort();
      throw named('AbortError');
    });
    await expect(
      create().plan(spec, { ...options, signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
