import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsConnections } from './AwsConnections';

const credentials = async () => ({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'not-a-real-secret',
});

const manager: AwsCredentialsManager = {
  getCredentialProvider: async options => ({
    accountId: options?.accountId,
    sdkCredentialProvider: credentials,
  }),
};

describe('AwsConnections', () => {
  const sts = mockClient(STSClient);
  beforeEach(() => {
    sts.reset();
    sts.on(GetCallerIdentityCommand).resolves({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/deployer',
    });
  });
  afterAll(() => sts.restore());

  const create = (vaultEks: object = {}) =>
    AwsConnections.create({
      config: new ConfigReader({ vaultEks }),
      credentials: manager,
    });

  it('learns the account from STS and connects once per account and region', async () => {
    const connections = create();
    const [first, second] = await Promise.all([
      connections.connect({ region: 'eu-west-1' }),
      connections.connect({ region: 'eu-west-1' }),
    ]);
    expect(first.account).toBe('111122223333');
    expect(second).toBe(first);
    expect(sts.calls()).toHaveLength(1);
    expect(await connections.connect({ region: 'eu-west-2' })).not.toBe(first);
    await connections.close();
  });

  it('refuses a region or account that is not allowed, before any call', async () => {
    const connections = create({
      regions: ['eu-west-1'],
      accounts: ['111122223333'],
    });
    await expect(
      connections.connect({ region: 'us-east-1' }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(
      connections.connect({ region: 'eu-west-1', account: '999999999999' }),
    ).rejects.toThrow(/999999999999 is not allowed/);
    expect(sts.calls()).toHaveLength(0);
  });

  it('refuses default credentials of an account that is not allowed', async () => {
    const connections = create({ accounts: ['444455556666'] });
    await expect(connections.connect({ region: 'eu-west-1' })).rejects.toThrow(
      /111122223333 is not allowed/,
    );
  });

  it('lets who aborts stop waiting, and others go on', async () => {
    const connections = create();
    let answer: () => void = () => undefined;
    sts.on(GetCallerIdentityCommand).callsFake(
      () =>
        new Promise(resolve => {
          answer = () => resolve({ Account: '111122223333', Arn: 'arn' });
        }),
    );
    const controller = new AbortController();
    const { signal } = controller;
    const left = connections.connect({ region: 'eu-west-1' }, { signal });
    const stays = connections.connect({ region: 'eu-west-1' });
    while (sts.calls().length === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    controller.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    expect((await stays).account).toBe('111122223333');
    await connections.close();
  });

  it('ends the clients of every account and region on close', async () => {
    const connections = create();
    const open = await Promise.all(
      ['eu-west-1', 'eu-west-2'].map(region => connections.connect({ region })),
    );
    const ended = open.map(({ kms }) => jest.spyOn(kms, 'destroy'));
    await connections.close();
    ended.forEach(end => expect(end).toHaveBeenCalledTimes(1));
    expect(await connections.connect({ region: 'eu-west-1' })).not.toBe(
      open[0],
    );
    await connections.close();
  });

  it('refuses credentials of another account, and asks again next time', async () => {
    const connections = create();
    const scope = { region: 'eu-west-1', account: '444455556666' };
    await expect(connections.connect(scope)).rejects.toThrow(
      /for account 444455556666 belong to account 111122223333/,
    );
    sts
      .on(GetCallerIdentityCommand)
      .resolves({ Account: '444455556666', Arn: 'arn' });
    expect((await connections.connect(scope)).account).toBe('444455556666');
    await connections.close();
  });
});
