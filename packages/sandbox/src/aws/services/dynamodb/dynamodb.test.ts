import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { SEED } from '../../../seed';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const TableName = 'vault';
const arn = `arn:aws:dynamodb:${SEED.region}:${SEED.account}:table/${TableName}`;
const Key = { Path: { S: 'core' }, Key: { S: '_lock' } };
const limited = {
  accessKeyId: 'AKIALIMITED000000001',
  secretAccessKey: 'limited',
  principalArn: `arn:aws:iam::${SEED.account}:user/limited`,
};

jest.setTimeout(60_000);

describe('DynamoDB', () => {
  let folder: string;
  let world: AwsWorld;
  let dynamodb: DynamoDBClient;

  const start = async () => {
    world = await startAwsWorld({
      folder,
      accessKeys: [
        {
          ...limited,
          policies: [
            {
              Statement: [
                { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn },
              ],
            },
          ],
        },
      ],
    });
    dynamodb = new DynamoDBClient(world.admin);
  };
  const stop = async () => {
    dynamodb.destroy();
    await world.close();
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sandbox-dynamodb-'));
    await start();
  });

  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const createTable = async () => {
    const answer = await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'Path', AttributeType: 'S' },
          { AttributeName: 'Key', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'Path', KeyType: 'HASH' },
          { AttributeName: 'Key', KeyType: 'RANGE' },
        ],
        DeletionProtectionEnabled: true,
        SSESpecification: { Enabled: true, SSEType: 'KMS' },
        Tags: [{ Key: 'owner', Value: 'test' }],
      }),
    );
    await waitUntilTableExists(
      { client: dynamodb, maxWaitTime: 10, minDelay: 1 },
      { TableName },
    );
    return answer.TableDescription;
  };

  it('merges its settings into the table', async () => {
    expect(await createTable()).toMatchObject({ TableStatus: 'CREATING' });
    const { Table: table } = await dynamodb.send(
      new DescribeTableCommand({ TableName }),
    );
    expect(table).toMatchObject({
      TableArn: arn,
      TableStatus: 'ACTIVE',
      CreationDateTime: expect.any(Date),
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
      SSEDescription: {
        Status: 'ENABLED',
        SSEType: 'KMS',
        KMSMasterKeyArn: expect.stringMatching(/^arn:aws:kms:/),
      },
    });
    const { Tags: tags } = await dynamodb.send(
      new ListTagsOfResourceCommand({ ResourceArn: arn }),
    );
    expect(tags).toEqual([{ Key: 'owner', Value: 'test' }]);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(
      [TableName],
    );
  });

  it('answers as AWS for a table that is there twice or not at all', async () => {
    await expect(
      dynamodb.send(new DescribeTableCommand({ TableName })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Requested resource not found: Table: ${TableName} not found`,
    });
    await expect(
      dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })),
    ).rejects.toMatchObject({ name: 'TableNotFoundException' });
    await createTable();
    await expect(createTable()).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
  });

  it('recovers to a point in time, and is not deleted while protected', async () => {
    await createTable();
    const described = () =>
      dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(
      (await described()).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    ).toBe('DISABLED');
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    expect(
      (await described()).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription,
    ).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      LatestRestorableDateTime: expect.any(Date),
    });

    const remove = new DeleteTableCommand({ TableName });
    await expect(dynamodb.send(remove)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('protected against deletion'),
    });
    await dynamodb.send(
      new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }),
    );
    await dynamodb.send(remove);
    await waitUntilTableNotExists(
      { client: dynamodb, maxWaitTime: 10, minDelay: 1 },
      { TableName },
    );
  });

  it('will not change a table that is still being made when latency is realistic', async () => {
    await stop();
    world = await startAwsWorld({ latency: 'realistic' });
    dynamodb = new DynamoDBClient(world.admin);
    const made = createTable();
    const change = async () => {
      await new Promise(resolve => setTimeout(resolve, 300));
      return dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: true,
          },
        }),
      );
    };
    await expect(change()).rejects.toMatchObject({
      name: 'ContinuousBackupsUnavailableException',
    });
    await made;
    await change();
  }, 20_000);

  it('holds a lock by a conditional update, as Vault does', async () => {
    await createTable();
    const lock = (identity: string) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #identity = :identity, #expires = :expires',
          ConditionExpression:
            'attribute_not_exists(#path) OR #identity = :identity OR #expires <= :now',
          ExpressionAttributeNames: {
            '#path': 'Path',
            '#identity': 'Identity',
            '#expires': 'Expires',
          },
          ExpressionAttributeValues: {
            ':identity': { B: Buffer.from(identity) },
            ':expires': { N: '1790000015000000000' },
            ':now': { N: '1790000000000000000' },
          },
        }),
      );
    await lock('vault-0');
    await lock('vault-0');
    await expect(lock('vault-1')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
  });

  it('allows the data plane only what the policies allow', async () => {
    await createTable();
    const client = new DynamoDBClient({ ...world.admin, credentials: limited });
    await client.send(new GetItemCommand({ TableName, Key }));
    await expect(
      client.send(new PutItemCommand({ TableName, Item: Key })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${limited.principalArn} is not authorized to perform: dynamodb:PutItem on resource: ${arn} because no identity-based policy allows the dynamodb:PutItem action`,
    });
    client.destroy();
  });

  it('finds tables, items and settings again after a restart', async () => {
    await createTable();
    await dynamodb.send(new PutItemCommand({ TableName, Item: Key }));
    await stop();
    await start();
    const { Item: item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key }),
    );
    expect(item).toEqual(Key);
    const { Table: table } = await dynamodb.send(
      new DescribeTableCommand({ TableName }),
    );
    expect(table?.DeletionProtectionEnabled).toBe(true);
  });
});
