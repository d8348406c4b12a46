import { ConfigReader } from '@backstage/config';
import { AwsConnections } from './AwsConnections';
import { startFakeSts } from './testing/fakeSts';

const DEPLOYER = 'arn:aws:iam::444455556666:role/vault-eks-deployer';
const CHINA = 'arn:aws-cn:iam::777788889999:role/vault-eks-deployer';
const GOV = 'arn:aws-us-gov:iam::222233334444:role/vault-eks-deployer';

describe("credentials by Backstage's aws: configuration", () => {
  let sts: Awaited<ReturnType<typeof startFakeSts>>;

  beforeAll(async () => {
    sts = await startFakeSts([
      { arn: DEPLOYER, externalId: 'agreed' },
      { arn: CHINA },
      { arn: GOV },
    ]);
    process.env.AWS_ENDPOINT_URL = sts.endpoint;
  });
  beforeEach(() => {
    sts.calls.length = 0;
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await sts.close();
  });

  const main = { accessKeyId: 'MAIN', secretAccessKey: 'not-a-real-secret' };
  const connections = (account: object, vaultEks: object = {}) =>
    AwsConnections.create({
      config: new ConfigReader({
        aws: { mainAccount: main, accounts: [account] },
        vaultEks,
      }),
    });

  it('assumes the role of the account with its external id, once for all clients', async () => {
    const aws = connections({
      accountId: '444455556666',
      roleName: 'vault-eks-deployer',
      externalId: 'agreed',
    });
    const scope = { region: 'eu-west-1', account: '444455556666' };
    const connection = await aws.connect(scope);
    expect(connection).toMatchObject({
      account: '444455556666',
      callerArn: DEPLOYER,
    });
    const [assumed, asked] = sts.calls;
    expect(assumed).toMatchObject({
      action: 'AssumeRole',
      accessKeyId: 'MAIN',
    });
    expect(assumed.parameters.get('RoleArn')).toBe(DEPLOYER);
    expect(assumed.parameters.get('ExternalId')).toBe('agreed');
    expect(asked).toMatchObject({
      action: 'GetCallerIdentity',
      region: 'eu-west-1',
    });
    await connection.credentials();
    await connection.kms.config.credentials();
    await connection.dynamodb.config.credentials();
    expect(sts.calls).toHaveLength(2);
    await aws.close();
  });

  it.each([
    ['cn-north-1', '777788889999', 'aws-cn', CHINA],
    ['us-gov-west-1', '222233334444', 'aws-us-gov', GOV],
  ])(
    'assumes it in the partition of %s',
    async (region, id, partition, arn) => {
      const aws = connections({
        accountId: id,
        roleName: 'vault-eks-deployer',
        partition,
        region,
      });
      const connection = await aws.connect({ region, account: id });
      expect(connection.callerArn).toBe(arn);
      expect(sts.calls.map(call => [call.action, call.region])).toEqual([
        ['AssumeRole', region],
        ['GetCallerIdentity', region],
      ]);
      await aws.close();
    },
  );

  it('says what to correct when the role does not let itself be assumed, and never the external id', async () => {
    const aws = connections({
      accountId: '444455556666',
      roleName: 'vault-eks-deployer',
      externalId: 'guessed-external-id',
    });
    const failure = await aws
      .connect({ region: 'eu-west-1', account: '444455556666' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'AuthenticationError',
      message: expect.stringMatching(
        /^There are no AWS credentials for account 444455556666: .*sts:AssumeRole on resource: arn:aws:iam::444455556666:role\/vault-eks-deployer\. .*check its roleName and externalId/,
      ),
    });
    expect(String(failure)).not.toContain('guessed-external-id');
  });

  it('tells a China account without its partition what it needs', async () => {
    const aws = connections({
      accountId: '777788889999',
      roleName: 'vault-eks-deployer',
    });
    await expect(
      aws.connect({ region: 'cn-north-1', account: '777788889999' }),
    ).rejects.toThrow(/need partition: aws-cn and region: cn-north-1\.$/);
  });

  it('names the account that app-config has no entry for', async () => {
    const aws = connections({ accountId: '444455556666' });
    await expect(
      aws.connect({ region: 'eu-west-1', account: '999988887777' }),
    ).rejects.toThrow(
      /Give aws\.accounts in app-config an entry with accountId '999988887777'/,
    );
  });

  it.each([
    [{ region: 'eu-north-1' }, { regions: ['eu-west-1'] }, 'NotAllowedError'],
    [
      { region: 'eu-west-1', account: '999988887777' },
      { accounts: ['444455556666'] },
      'NotAllowedError',
    ],
    [{ region: 'xx-nowhere-1' }, {}, 'InputError'],
  ])('calls nobody for %j', async (scope, limits, name) => {
    const aws = connections({ accountId: '444455556666' }, limits);
    await expect(aws.connect(scope)).rejects.toMatchObject({ name });
    expect(sts.calls).toHaveLength(0);
  });

  it('takes a region that app-config vouches for', async () => {
    const aws = connections(
      { accountId: '444455556666' },
      { regions: ['xx-nowhere-1'] },
    );
    const connection = await aws.connect({ region: 'xx-nowhere-1' });
    expect(connection.region).toBe('xx-nowhere-1');
    await aws.close();
  });
});
