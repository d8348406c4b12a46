import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { assumeNewRole } from '../../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

jest.setTimeout(60_000);

describe('a caller who may read names but no values', () => {
  const TableName = 'vault-names';
  let world: AwsWorld;
  let reader: DynamoDBClient;

  beforeAll(async () => {
    world = await startAwsWorld();
    const owner = new DynamoDBClient(world.admin);
    await owner.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
      }),
    );
    await waitUntilTableExists(
      { client: owner, maxWaitTime: 30, minDelay: 1 },
      { TableName },
    );
    await owner.send(
      new PutItemCommand({
        TableName,
        Item: { Path: { S: 'core' }, Key: { S: 'a' }, Value: { S: 'secret' } },
      }),
    );
    owner.destroy();
    const role = await assumeNewRole(world.admin, {
      name: 'reader-of-names',
      allows: [
        {
          Effect: 'Allow',
          Action: 'dynamodb:Scan',
          Resource: `arn:aws:dynamodb:*:*:table/${TableName}`,
          Condition: {
            'ForAllValues:StringEquals': {
              'dynamodb:Attributes': ['Path', 'Key'],
            },
            StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
          },
        },
      ],
    });
    reader = new DynamoDBClient(role.client);
  });

  afterAll(async () => {
    reader?.destroy();
    await world?.close();
  });

  const scan = (input: Partial<ScanCommandInput>) =>
    reader.send(new ScanCommand({ TableName, ...input }));

  it('gets names, also by placeholders', async () => {
    const { Items } = await scan({
      ProjectionExpression: '#path, #key',
      ExpressionAttributeNames: { '#path': 'Path', '#key': 'Key' },
    });
    expect(Items).toEqual([{ Path: { S: 'core' }, Key: { S: 'a' } }]);
  });

  it.each<[string, Partial<ScanCommandInput>]>([
    ['everything', {}],
    ['everything by name', { Select: 'ALL_ATTRIBUTES' }],
    ['values too', { ProjectionExpression: 'Path, Value' }],
    [
      'values by a placeholder',
      {
        ProjectionExpression: '#path',
        ExpressionAttributeNames: { '#path': 'Value' },
      },
    ],
  ])('is denied %s', async (_, input) => {
    await expect(scan(input)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
