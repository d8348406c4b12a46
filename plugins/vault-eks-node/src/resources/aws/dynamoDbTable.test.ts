import {
  CreateTableCommand,
  CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TableDescription,
  TableStatus,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbTable } from './dynamoDbTable';
import type { DynamoDbTableOptions } from './dynamoDbTableChanges';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  settle,
} from './testing/lifecycle';

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/k';

/** A DynamoDB with one table, which takes one look to become ACTIVE after each change. */
function fakeDynamoDb() {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const state: {
    table?: TableDescription;
    tags: { Key: string; Value: string }[];
    backups: boolean;
  } = { tags: [], backups: false };
  const busy = (status: TableStatus) => {
    state.table = { ...state.table, TableStatus: status };
  };
  mock.on(DescribeTableCommand).callsFake(() => {
    if (!state.table) {
      throw awsError('ResourceNotFoundException');
    }
    const Table = { ...state.table };
    busy('ACTIVE');
    return { Table };
  });
  mock.on(ListTagsOfResourceCommand).callsFake(({ NextToken }) =>
    // Two pages, the tag on the second.
    NextToken ? { Tags: state.tags } : { Tags: [], NextToken: 'more' },
  );
  mock.on(DescribeContinuousBackupsCommand).callsFake(() => ({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: state.backups ? 'ENABLED' : 'DISABLED',
      },
    },
  }));
  mock.on(CreateTableCommand).callsFake((input: CreateTableCommandInput) => {
    state.table = {
      TableName: input.TableName,
      TableArn: ARN,
      AttributeDefinitions: input.AttributeDefinitions,
      KeySchema: input.KeySchema,
      DeletionProtectionEnabled: input.DeletionProtectionEnabled,
      TableStatus: 'CREATING',
    };
    state.tags = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({
      Key,
      Value,
    }));
    return {};
  });
  mock.on(UpdateTableCommand).callsFake(input => {
    if (input.DeletionProtectionEnabled !== undefined) {
      state.table = {
        ...state.table,
        DeletionProtectionEnabled: input.DeletionProtectionEnabled,
      };
    }
    if (input.SSESpecification) {
      state.table = {
        ...state.table,
        SSEDescription: {
          Status: 'ENABLED',
          KMSMasterKeyArn: input.SSESpecification.KMSMasterKeyId,
        },
      };
    }
    busy('UPDATING');
    return {};
  });
  mock.on(UpdateContinuousBackupsCommand).callsFake(input => {
    state.backups =
      input.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
    return {};
  });
  mock.on(DeleteTableCommand).callsFake(() => {
    state.table = undefined;
    return {};
  });
  const table = (overrides: Partial<DynamoDbTableOptions> = {}) =>
    dynamoDbTable({
      client,
      name: 'vault-demo',
      arn: ARN,
      ownership: OWNERSHIP,
      named: false,
      pointInTimeRecovery: true,
      deletionProtection: true,
      ...overrides,
    });
  return { mock, state, table };
}

describe('dynamoDbTable', () => {
  it('creates the table that Vault needs, waits for ACTIVE and switches backups on', async () => {
    const { mock, state, table } = fakeDynamoDb();
    const { outcome, observed } = await settle(table());
    expect(outcome).toBe('created');
    expect(observed).toMatchObject({ status: 'ACTIVE', owner: OWNER });
    expect(state.backups).toBe(true);
    expect(
      mock.commandCalls(CreateTableCommand)[0].args[0].input,
    ).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      KeySchema: [
        { AttributeName: 'Path', KeyType: 'HASH' },
        { AttributeName: 'Key', KeyType: 'RANGE' },
      ],
      Tags: expect.arrayContaining([
        { Key: 'vault-eks.io/cluster', Value: OWNER },
      ]),
    });
  });

  it('changes nothing the second time', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(table());
    mock.resetHistory();
    expect((await settle(table())).outcome).toBe('kept');
    const names = mock.calls().map(call => call.args[0].constructor.name);
    expect(names.filter(name => /Create|Update/.test(name))).toEqual([]);
  });

  it('applies changes one after another', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(table({ deletionProtection: false }));
    const wanted = table({ encryptionKey: KEY_ARN });
    expect((await changesOf(wanted)).map(c => c.field)).toEqual([
      'deletionProtection',
      'encryptionKey',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    const inputs = mock
      .commandCalls(UpdateTableCommand)
      .map(call => Object.keys(call.args[0].input));
    expect(inputs).toEqual([
      ['TableName', 'DeletionProtectionEnabled'],
      ['TableName', 'SSESpecification'],
    ]);
  });

  it('survives that the table came into being meanwhile', async () => {
    const { mock, table } = fakeDynamoDb();
    mock.on(CreateTableCommand).rejects(awsError('ResourceInUseException'));
    await expect(table().create(context())).resolves.toBeUndefined();
  });

  it('refuses wrong keys, and a table of others unless it is named', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    state.tags = [];
    expect((await changesOf(table()))[0].refusal).toMatch(
      /without the tag.*storage.table: vault-demo/,
    );
    expect((await settle(table({ named: true }))).outcome).toBe('adopted');
    state.table = {
      ...state.table,
      KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
    };
    expect((await changesOf(table({ named: true })))[0].refusal).toMatch(
      /its keys are Path HASH S, Vault needs Path HASH S, Key RANGE S/,
    );
  });

  it('deletes only a table that is not protected', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    await expect(remove(table())).rejects.toThrow(/Deletion protection/);
    await settle(table({ deletionProtection: false }));
    await remove(table());
    expect(state.table).toBeUndefined();
    expect(table().retain).toMatch(/data/);
  });
});
