import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  type CreateTableInput,
  type UpdateTableInput,
} from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Pace } from '../../Pace';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const TableName = 'vault';

jest.setTimeout(60_000);

describe('changes of a table', () => {
  const pace = new Pace('none');
  let world: AwsWorld;
  let dynamodb: DynamoDBClient;

  beforeAll(async () => {
    world = await startAwsWorld({ pace });
    dynamodb = new DynamoDBClient(world.admin);
  });
  afterEach(async () => {
    pace.latency = 'none';
    await dynamodb.send(new DeleteTableCommand({ TableName }));
  });
  afterAll(async () => {
    dynamodb.destroy();
    await world.close();
  });

  const settled = () =>
    waitUntilTableExists(
      { client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { TableName },
    );
  const create = async (wanted: Partial<CreateTableInput> = {}) => {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
        ...wanted,
      }),
    );
    await settled();
  };
  const update = async (change: Omit<UpdateTableInput, 'TableName'>) => {
    await dynamodb.send(new UpdateTableCommand({ TableName, ...change }));
    await settled();
  };
  const described = async () => {
    const { Table: table } = await dynamodb.send(
      new DescribeTableCommand({ TableName }),
    );
    return table;
  };

  it('switch the billing both ways', async () => {
    await create({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    });
    expect(await described()).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    });
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    expect(await described()).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
    await update({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
    });
    expect(await described()).toMatchObject({
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
    });
    await expect(
      update({
        ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
      }),
    ).rejects.toThrow(/provisioned throughput for the table will not change/);
  });

  it('change the table class alone', async () => {
    await create();
    expect((await described())?.TableClassSummary).toBeUndefined();
    await expect(
      update({
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
        DeletionProtectionEnabled: true,
      }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'One or more parameter values were invalid: TableClass modification must be the only operation in the request',
    });
    await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    expect((await described())?.TableClassSummary).toMatchObject({
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      LastUpdateDateTime: expect.any(Date),
    });
    await expect(update({})).rejects.toThrow(/At least one of/);
  });

  it('move it between keys of AWS and of the customer', async () => {
    const kms = new KMSClient(world.admin);
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    const { KeyMetadata: unfit } = await kms.send(
      new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
    );
    kms.destroy();
    await create();
    expect((await described())?.SSEDescription).toBeUndefined();
    await update({ SSESpecification: { Enabled: true, SSEType: 'KMS' } });
    expect((await described())?.SSEDescription?.Status).toBe('ENABLED');
    await update({
      SSESpecification: { Enabled: true, KMSMasterKeyId: key?.KeyId },
    });
    expect((await described())?.SSEDescription?.KMSMasterKeyArn).toBe(key?.Arn);
    await expect(
      update({
        SSESpecification: { Enabled: true, KMSMasterKeyId: unfit?.KeyId },
      }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await update({ SSESpecification: { Enabled: false } });
    expect((await described())?.SSEDescription).toBeUndefined();
  });

  it('come one at a time when latency is realistic', async () => {
    await create();
    pace.latency = 'realistic';
    const protect = (DeletionProtectionEnabled: boolean) =>
      dynamodb.send(
        new UpdateTableCommand({ TableName, DeletionProtectionEnabled }),
      );
    await protect(true);
    expect((await described())?.TableStatus).toBe('UPDATING');
    const inUse = {
      name: 'ResourceInUseException',
      message: `Attempt to change a resource which is still in use: Table is being updated: ${TableName}`,
    };
    await expect(protect(false)).rejects.toMatchObject(inUse);
    await expect(
      dynamodb.send(new DeleteTableCommand({ TableName })),
    ).rejects.toMatchObject(inUse);
    await settled();
    await protect(false);
    await settled();
  }, 60_000);

  it('page its tags', async () => {
    await create();
    const table = await described();
    const ResourceArn = table?.TableArn;
    const Tags = Array.from({ length: 12 }, (_, i) => ({
      Key: `tag-${i}`,
      Value: String(i),
    }));
    await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
    await dynamodb.send(
      new UntagResourceCommand({ ResourceArn, TagKeys: ['tag-0'] }),
    );
    const first = await dynamodb.send(
      new ListTagsOfResourceCommand({ ResourceArn }),
    );
    const second = await dynamodb.send(
      new ListTagsOfResourceCommand({
        ResourceArn,
        NextToken: first.NextToken,
      }),
    );
    expect([...(first.Tags ?? []), ...(second.Tags ?? [])]).toEqual(
      Tags.slice(1),
    );
    expect(first.Tags).toHaveLength(10);
    expect(second.NextToken).toBeUndefined();
  });
});
