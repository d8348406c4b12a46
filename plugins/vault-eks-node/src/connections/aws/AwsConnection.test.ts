import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { createAwsClients, destroyAwsClients } from './AwsConnection';
import { isDenied } from './awsErrors';
import { neverTwice, UnansweredCallError } from './neverTwice';

const credentials = async () => ({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'not-a-real-secret',
});

describe('the clients', () => {
  let server: Server;
  let answer: { status: number; type: string } = { status: 400, type: '' };
  /** Come before {@link answer}, one a request. */
  const first: (typeof answer)[] = [];
  const seen: IncomingMessage[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      const { status, type } = first.shift() ?? answer;
      const query = /urlencoded/.test(request.headers['content-type'] ?? '');
      response.writeHead(status, {
        'content-type': query ? 'text/xml' : 'application/x-amz-json-1.0',
      });
      response.end(
        query
          ? `<ErrorResponse><Error><Code>${type}</Code><Message>no</Message></Error></ErrorResponse>`
          : JSON.stringify({ __type: type, message: 'no' }),
      );
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
        'DynamoDB DescribeTable t in eu-west-1: no. Allow "dynamodb:DescribeTable" to this identity (docs/permissions/deploy-policy.json).',
    });
    destroyAwsClients(clients);
  });

  it('repeat what was throttled or went wrong in AWS', async () => {
    const clients = createAwsClients('eu-west-1', credentials);
    seen.length = 0;
    first.push(
      { status: 400, type: 'ThrottlingException' },
      { status: 503, type: 'ServiceUnavailable' },
    );
    answer = { status: 200, type: '' };
    await clients.dynamodb.send(new DescribeTableCommand({ TableName: 't' }));
    expect(seen).toHaveLength(3);
    destroyAwsClients(clients);
  });

  it('repeat what IAM refuses only while another call is at the same role', async () => {
    const clients = createAwsClients('eu-west-1', credentials);
    seen.length = 0;
    const refused = { status: 409, type: 'ConcurrentModification' };
    first.push(refused, refused);
    answer = { status: 404, type: 'NoSuchEntity' };
    const deletion = clients.iam.send(new DeleteRoleCommand({ RoleName: 'r' }));
    await expect(deletion).rejects.toThrow(/IAM DeleteRole r in eu-west-1/);
    expect(seen).toHaveLength(3);
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
