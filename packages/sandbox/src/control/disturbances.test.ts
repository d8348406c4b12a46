import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import {
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  startControlledAws,
  type ControlledAws,
} from './testing/controlledAws';

jest.setTimeout(60_000);

describe('faults by request', () => {
  let sandbox: ControlledAws;
  let clients: { destroy(): void }[];
  let kms: KMSClient;

  const calls: Record<string, () => Promise<unknown>> = {};

  beforeAll(async () => {
    sandbox = await startControlledAws();
    const { client } = sandbox;
    kms = new KMSClient(client);
    const dynamodb = new DynamoDBClient(client);
    const ec2 = new EC2Client(client);
    const eks = new EKSClient(client);
    const iam = new IAMClient(client);
    const secrets = new SecretsManagerClient(client);
    const sts = new STSClient(client);
    clients = [kms, dynamodb, ec2, eks, iam, secrets, sts];
    Object.assign(calls, {
      dynamodb: () => dynamodb.send(new ListTablesCommand({})),
      ec2: () => ec2.send(new DescribeVpcsCommand({})),
      eks: () => eks.send(new ListClustersCommand({})),
      iam: () => iam.send(new ListRolesCommand({})),
      kms: () => kms.send(new ListKeysCommand({})),
      secretsmanager: () => secrets.send(new ListSecretsCommand({})),
      sts: () => sts.send(new GetCallerIdentityCommand({})),
    });
  });
  afterEach(() => sandbox.ask('DELETE', '/control/faults'));
  afterAll(async () => {
    clients.forEach(client => client.destroy());
    await sandbox.close();
  });

  it.each([
    ['dynamodb', 'throttle', 'ThrottlingException', 400],
    ['dynamodb', 'server-error', 'InternalServerError', 500],
    ['dynamodb', 'unavailable', 'ServiceUnavailable', 503],
    ['ec2', 'throttle', 'RequestLimitExceeded', 503],
    ['ec2', 'server-error', 'InternalError', 500],
    ['ec2', 'unavailable', 'Unavailable', 503],
    ['ec2', 'deny', 'UnauthorizedOperation', 403],
    ['eks', 'throttle', 'ThrottlingException', 429],
    ['eks', 'server-error', 'ServerException', 500],
    ['eks', 'unavailable', 'ServiceUnavailableException', 503],
    ['iam', 'throttle', 'Throttling', 400],
    ['iam', 'server-error', 'ServiceFailureException', 500],
    ['iam', 'unavailable', 'ServiceUnavailable', 503],
    ['iam', 'deny', 'AccessDenied', 403],
    ['kms', 'throttle', 'ThrottlingException', 400],
    ['kms', 'server-error', 'KMSInternalException', 500],
    ['kms', 'deny', 'AccessDeniedException', 400],
    ['secretsmanager', 'throttle', 'ThrottlingException', 400],
    ['secretsmanager', 'server-error', 'InternalServiceError', 500],
    ['sts', 'throttle', 'Throttling', 400],
    ['sts', 'unavailable', 'ServiceUnavailable', 503],
  ])('%s says %s as %s', async (service, kind, name, httpStatusCode) => {
    await sandbox.ask('POST', '/control/faults', { service, kind });
    await expect(calls[service]()).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
    await calls[service]();
  });

  it.each([
    ['timeout', 0],
    ['hold-response', 1],
  ])(
    'leaves a call without an answer until the client gives up: %s makes %i keys',
    async (kind, made) => {
      const keys = async () =>
        (await kms.send(new ListKeysCommand({}))).Keys?.length ?? 0;
      const before = await keys();
      await sandbox.ask('POST', '/control/faults', {
        service: 'kms',
        operation: 'CreateKey',
        kind,
      });
      const gaveUp = kms.send(new CreateKeyCommand({}), {
        abortSignal: AbortSignal.timeout(500),
      });
      await expect(gaveUp).rejects.toThrow();
      expect(await keys()).toBe(before + made);
      await kms.send(new CreateKeyCommand({}));
    },
  );

  it.each([
    [{ service: 'dynamo', kind: 'drop' }, /^service: .*use one of dynamodb/],
    [
      { service: 'dynamodb', operation: 'CreateTabel', kind: 'drop' },
      /^operation: dynamodb has no CreateTabel here; name it as AWS does/,
    ],
    [{ kind: 'explode' }, /^kind: .*'throttle'/],
    [{ service: 'kms' }, /^kind: must be given/],
    [{ kind: 'drop', times: 3 }, /^times: not known here; leave it out/],
    [{ kind: 'delay', delayMs: 0 }, /^delayMs: /],
  ])('refuses %j by name', async (body, error) => {
    const { status, answer } = await sandbox.ask(
      'POST',
      '/control/faults',
      body,
    );
    expect(status).toBe(400);
    expect(answer).toEqual({ error: expect.stringMatching(error) });
  });

  it('strikes Kubernetes by verb and resource', async () => {
    const { status } = await sandbox.ask('POST', '/control/faults', {
      service: 'kubernetes',
      operation: 'create pods/exec',
      kind: 'unavailable',
    });
    expect(status).toBe(201);
  });

  it('keeps the calls with who made them and what came of it, from a number on', async () => {
    await sandbox.ask('DELETE', '/control/calls');
    await calls.iam();
    const { answer: before } = await sandbox.ask('GET', '/control/calls');
    const { last } = before as { last: number };
    await sandbox.ask('POST', '/control/faults', {
      service: 'ec2',
      kind: 'throttle',
    });
    await calls.ec2().catch(() => {});
    const { answer: after } = await sandbox.ask(
      'GET',
      `/control/calls?since=${last}`,
    );
    expect(after).toMatchObject({
      last: last + 1,
      calls: [
        {
          number: last + 1,
          service: 'ec2',
          operation: 'DescribeVpcs',
          status: 503,
          errorCode: 'RequestLimitExceeded',
        },
      ],
    });
    const { answer: ofIam } = await sandbox.ask(
      'GET',
      '/control/calls?service=iam',
    );
    expect(ofIam).toMatchObject({
      calls: [
        {
          operation: 'ListRoles',
          principalArn: expect.stringMatching(/:user\/platform-engineer$/),
          status: 200,
        },
      ],
    });
    expect(
      await sandbox.ask('GET', '/control/calls?since=yesterday'),
    ).toMatchObject({ status: 400 });
  });
});
