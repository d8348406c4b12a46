import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { mockClient } from 'aws-sdk-client-mock';
import { createAwsClients, destroyAwsClients } from './AwsConnection';
import { AwsConnections } from './AwsConnections';
import { isDenied } from './awsErrors';
import { neverTwice, UnansweredCallError } from './neverTwice';

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

describe('the clients', () => {
  let server: Server;
  let answer: { status: number; type: string } = { status: 400, type: '' };
  const seen: IncomingMessage[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      response.writeHead(answer.status, {
        'content-type': 'application/x-amz-json-1.0',
      });
      response.end(JSON.stringify({ __type: answer.type, message: 'no' }));
    });
    await new Promise<void>(resolve => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await new Promise(resolve => server.close(resolve));
  });

  it('speak to the endpoint of the environment and say what failed, where and how to mend it', async () => {
    const clients = createAwsClients('eu-west-1', credentials);
    answer = { status: 400, type: 'AccessDeniedException' };
    const failure = await clients.dynamodb
      .send(new DescribeTableCommand({ TableName: 't' }))
      .catch((error: unknown) => error);
    expect(seen).toHaveLength(1);
    expect(isDenied(failure)).toBe(true);
    expect(failure).toMatchObject({
      message:
        'DynamoDB DescribeTable in eu-west-1: no. Allow "dynamodb:DescribeTable" to this identity (docs/permissions/deploy-policy.json).',
    });
    destroyAwsClients(clients);
  });

  it('never repeat a call that may have made something without a token', async () => {
    const clients = createAwsClients('eu-west-1', credentials);
    const create = () => {
      const command = new CreateKeyCommand({});
      command.middlewareStack.use(neverTwice());
      return clients.kms.send(command);
    };
    seen.length = 0;
    answer = { status: 500, type: 'KMSInternalException' };
    await expect(create()).rejects.toBeInstanceOf(UnansweredCallError);
    expect(seen).toHaveLength(1);
    answer = { status: 400, type: 'AccessDeniedException' };
    await expect(create()).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    destroyAwsClients(clients);
  });

  it('stop at once on an abort', async () => {
    const clients = createAwsClients('eu-west-1', credentials);
    await expect(
      clients.dynamodb.send(new DescribeTableCommand({ TableName: 't' }), {
        abortSignal: AbortSignal.abort(),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    destroyAwsClients(clients);
  });
});
