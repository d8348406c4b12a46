import {
  CreateTableCommand,
  DeleteTableCommand,
  KeySchemaElement,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  describeTable,
  expectBackups,
  expectCapacity,
  expectTable,
  expectTag,
} from './service/table';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { describeAdoption, USED } from './world/describeAdoption';
import { makeKey } from './world/makeKey';
import { setStage, Wish } from './world/Stage';

const VAULT_KEYS: KeySchemaElement[] = [
  { AttributeName: 'Path', KeyType: 'HASH' },
  { AttributeName: 'Key', KeyType: 'RANGE' },
];
const WISH = { release: 'table' };
const PROVISIONED = {
  pointInTimeRecovery: false,
  billing: 'provisioned',
  readCapacity: 5,
  writeCapacity: 4,
} as const;

const wishFor = (storage: Wish['storage']): Wish => ({ ...WISH, storage });
const encryptedBy = (encryptionKey: string) =>
  ({ encryption: 'customer-key', encryptionKey } as const);

let customerKey: string;

async function seen(scene: Scene): Promise<void> {
  await expectTable(scene, {
    TableStatus: 'ACTIVE',
    DeletionProtectionEnabled: true,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: VAULT_KEYS,
  });
  await expectBackups(scene, 'ENABLED');
  await expectTag(scene, 'vault-eks.io/cluster', scene.owner);
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
      wish: wishFor({ pointInTimeRecovery: false }),
      seen: scene => expectBackups(scene, 'DISABLED'),
    },
    {
      name: 'provisioned capacity',
      wish: wishFor(PROVISIONED),
      seen: scene => expectCapacity(scene, 5, 4),
    },
    {
      name: 'more capacity',
      wish: wishFor({ ...PROVISIONED, readCapacity: 7 }),
      seen: scene => expectCapacity(scene, 7, 4),
    },
    {
      name: 'another tag',
      wish: { ...wishFor(PROVISIONED), tags: { team: 'platform' } },
      seen: scene => expectTag(scene, 'team', 'platform'),
    },
    {
      name: 'encryption by the key that AWS manages',
      wish: wishFor({ ...PROVISIONED, encryption: 'aws-managed' }),
      seen: scene =>
        expectTable(scene, {
          SSEDescription: expect.objectContaining({
            Status: 'ENABLED',
            SSEType: 'KMS',
          }),
        }),
    },
    {
      name: 'encryption by a customer key',
      async wish(world) {
        customerKey = await makeKey(world);
        return wishFor({
          ...PROVISIONED,
          ...encryptedBy(customerKey),
        });
      },
      seen: scene =>
        expectTable(scene, {
          SSEDescription: expect.objectContaining({
            KMSMasterKeyArn: customerKey,
          }),
        }),
    },
    {
      name: 'table class infrequent access',
      wish: wishFor({
        ...PROVISIONED,
        tableClass: 'standard-infrequent-access',
      }),
      seen: scene =>
        expectTable(scene, {
          TableClassSummary: expect.objectContaining({
            TableClass: 'STANDARD_INFREQUENT_ACCESS',
          }),
        }),
    },
  ],
  stranger: {
    wish: ({ names }) => ({
      release: 'stranger',
      storage: { table: names.table },
    }),
    refusal: /belongs to the Vault .*\/table/,
  },
  farewell: wish => ({
    ...wish,
    storage: { ...wish.storage, deletionProtection: false },
  }),
  gone,
});

describeAdoption({
  title: 'DynamoDB table',
  node: 'dynamodb-table',
  async make({ aws }) {
    const TableName = 'of-others';
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'Path', AttributeType: 'S' },
          { AttributeName: 'Key', AttributeType: 'S' },
        ],
        KeySchema: VAULT_KEYS,
      }),
    );
    await waitUntilTableExists(
      { client: aws.dynamodb, maxWaitTime: 60, minDelay: 1 },
      { TableName },
    );
    return { release: 'table-adopted', storage: { table: TableName } };
  },
  before: USED,
  seen: scene => expectTag(scene, 'vault-eks.io/cluster', scene.owner),
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
