import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { setStage } from './world/Stage';

const WISH = { release: 'table' };

async function describeTable({ aws, names }: Scene): Promise<TableDescription> {
  const { Table } = await aws.dynamodb.send(
    new DescribeTableCommand({ TableName: names.table }),
  );
  return Table ?? {};
}

async function expectBackups({ aws, names }: Scene, status: string) {
  const { ContinuousBackupsDescription } = await aws.dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: names.table }),
  );
  expect(
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription,
  ).toMatchObject({ PointInTimeRecoveryStatus: status });
}

async function seen(scene: Scene): Promise<void> {
  const table = await describeTable(scene);
  expect(table).toMatchObject({
    TableStatus: 'ACTIVE',
    DeletionProtectionEnabled: true,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'Path', KeyType: 'HASH' },
      { AttributeName: 'Key', KeyType: 'RANGE' },
    ],
  });
  await expectBackups(scene, 'ENABLED');
  const { Tags } = await scene.aws.dynamodb.send(
    new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }),
  );
  expect(Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: scene.owner,
  });
}

async function gone(scene: Scene): Promise<void> {
  await expect(describeTable(scene)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
}

describeLifecycle({
  title: 'DynamoDB table',
  node: 'dynamodb-table',
  wish: WISH,
  seen,
  meddle: {
    name: 'that deletion protection was switched off',
    act: ({ aws, names }) =>
      aws.dynamodb.send(
        new UpdateTableCommand({
          TableName: names.table,
          DeletionProtectionEnabled: false,
        }),
      ),
  },
  choices: [
    {
      name: 'no continuous backups',
      wish: { ...WISH, storage: { pointInTimeRecovery: false } },
      seen: scene => expectBackups(scene, 'DISABLED'),
    },
  ],
  stranger: {
    wish: ({ names }) => ({
      release: 'stranger',
      storage: { table: names.table },
    }),
    refusal: /belongs to the Vault .*\/table/,
  },
  farewell: { ...WISH, storage: { deletionProtection: false } },
  gone,
});

describe('DynamoDB table:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('service: refuses to delete a protected one', async () => {
    const at = await setStage(world, { release: 'guard' }, 'dynamodb-table');
    await at.apply();
    await expect(
      world.aws.dynamodb.send(
        new DeleteTableCommand({ TableName: at.names.table }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('protected against deletion'),
    });
  });
});
