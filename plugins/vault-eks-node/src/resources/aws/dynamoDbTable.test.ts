import {
  CreateTableCommand,
  DeleteTableCommand,
  ListTagsOfResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AWS_MANAGED_KEY,
  CUSTOMER_KEY,
  fakeDynamoDb,
} from './__testUtils__/fakeDynamoDb';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  settle,
  wordsOf,
} from './testing/lifecycle';

const ADOPTING = { named: true, ownership: { ...OWNERSHIP, adopt: true } };
const OTHERS = [{ Key: 'team', Value: 'payments' }];
const PROVISIONED = {
  billing: 'provisioned',
  readCapacity: 5,
  writeCapacity: 7,
} as const;

describe('dynamoDbTable', () => {
  it('creates the table that Vault needs, waits for ACTIVE and switches backups on', async () => {
    const { mock, state, table } = fakeDynamoDb();
    const { outcome, observed } = await settle(table());
    expect(outcome).toBe('created');
    expect(observed).toMatchObject({
      status: 'ACTIVE',
      billing: 'on-demand',
      encryption: 'aws-owned',
    });
    expect(state.backups).toBe(true);
    const { input } = mock.commandCalls(CreateTableCommand)[0].args[0];
    expect(input).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TableClass: 'STANDARD',
      DeletionProtectionEnabled: true,
      KeySchema: [
        { AttributeName: 'Path', KeyType: 'HASH' },
        { AttributeName: 'Key', KeyType: 'RANGE' },
      ],
      Tags: expect.arrayContaining([
        { Key: 'vault-eks.io/cluster', Value: OWNER },
      ]),
    });
    expect(input.SSESpecification).toBeUndefined();
  });

  it('creates it with every choice of the spec', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(
      table({
        ...PROVISIONED,
        tableClass: 'standard-infrequent-access',
        encryption: 'customer-key',
        encryptionKey: CUSTOMER_KEY,
      }),
    );
    expect(
      mock.commandCalls(CreateTableCommand)[0].args[0].input,
    ).toMatchObject({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 7 },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      SSESpecification: {
        Enabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: CUSTOMER_KEY,
      },
    });
    expect(mock.commandCalls(UpdateTableCommand)).toHaveLength(0);
  });

  it('changes nothing the second time', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(table());
    mock.resetHistory();
    expect((await settle(table())).outcome).toBe('kept');
    const names = mock.calls().map(call => call.args[0].constructor.name);
    expect(names.filter(name => /Create|Update|^Tag/.test(name))).toEqual([]);
  });

  it('names each change and applies one after another', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(table({ deletionProtection: false }));
    const wanted = table({
      ...PROVISIONED,
      tableClass: 'standard-infrequent-access',
      encryption: 'customer-key',
      encryptionKey: CUSTOMER_KEY,
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    expect(await wordsOf(wanted)).toEqual([
      'tag team: (absent) -> vault',
      'deletionProtection: false -> true',
      `encryption: aws-owned -> customer-key ${CUSTOMER_KEY}`,
      'billing: on-demand -> provisioned',
      'tableClass: standard -> standard-infrequent-access',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    const inputs = mock
      .commandCalls(UpdateTableCommand)
      .map(call => Object.keys(call.args[0].input));
    expect(inputs).toEqual([
      ['TableName', 'DeletionProtectionEnabled'],
      ['TableName', 'SSESpecification'],
      ['TableName', 'BillingMode', 'ProvisionedThroughput'],
      ['TableName', 'TableClass'],
    ]);
    expect((await settle(wanted)).outcome).toBe('kept');
  });

  it('goes back to on demand, and changes capacity alone', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table(PROVISIONED));
    expect(await wordsOf(table({ ...PROVISIONED, readCapacity: 9 }))).toEqual([
      'capacity: 5 read, 7 write -> 9 read, 7 write',
    ]);
    await settle(table({ ...PROVISIONED, readCapacity: 9 }));
    expect(state.table?.ProvisionedThroughput?.ReadCapacityUnits).toBe(9);
    expect(await wordsOf(table())).toEqual([
      'billing: provisioned -> on-demand',
    ]);
    await settle(table());
    expect(state.table?.BillingModeSummary?.BillingMode).toBe(
      'PAY_PER_REQUEST',
    );
  });

  it('tells the key that AWS manages from a key of the customer', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table({ encryption: 'aws-managed' }));
    expect(state.table?.SSEDescription?.KMSMasterKeyArn).toBe(AWS_MANAGED_KEY);
    expect(await wordsOf(table({ encryption: 'aws-managed' }))).toEqual([]);
    expect(await wordsOf(table())).toEqual([
      'encryption: aws-managed -> aws-owned',
    ]);
    await settle(table());
    expect(state.table?.SSEDescription).toBeUndefined();
  });

  it('says how often DynamoDB takes a change that it does not take now', async () => {
    const { mock, table } = fakeDynamoDb();
    await settle(table());
    mock
      .on(UpdateTableCommand)
      .rejects(awsError('LimitExceededException', 'Subscriber limit exceeded'));
    await expect(
      settle(table({ tableClass: 'standard-infrequent-access' })),
    ).rejects.toThrow(
      /two changes of the table class in 30 days. Run again later.*Subscriber limit/,
    );
  });

  it('waits while DynamoDB changes the encryption, and not for a key that it lost', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    state.table = { ...state.table, SSEDescription: { Status: 'UPDATING' } };
    expect(await changesOf(table())).toMatchObject([
      { field: 'encryption', pending: true },
    ]);
    state.table.TableStatus = 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
    expect((await changesOf(table()))[0].refusal).toMatch(/Enable that key/);
  });

  it('tells of a table that DynamoDB archived, whose tags it does not know any more', async () => {
    const { mock, state, table } = fakeDynamoDb();
    await settle(table());
    mock
      .on(ListTagsOfResourceCommand)
      .rejects(awsError('ResourceNotFoundException'));
    state.table = { ...state.table, TableStatus: 'ARCHIVED' };
    const [{ refusal }] = await changesOf(table());
    expect(refusal).toMatch(/archived it, .*Restore the backup/);
    state.table.TableStatus = 'ACTIVE';
    await expect(changesOf(table())).rejects.toThrow('ResourceNotFound');
  });

  it('survives that the table came into being meanwhile', async () => {
    const { mock, table } = fakeDynamoDb();
    mock.on(CreateTableCommand).rejects(awsError('ResourceInUseException'));
    await expect(table().create(context())).resolves.toBeUndefined();
  });

  it('refuses keys that Vault cannot use: only another table would do', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    state.table = {
      ...state.table,
      KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
    };
    expect(await changesOf(table(ADOPTING))).toMatchObject([
      {
        replace: true,
        refusal: expect.stringMatching(
          /its keys are Path HASH S, Vault needs Path HASH S, Key RANGE S/,
        ),
      },
    ]);
  });

  it('uses a table of others as it is when the spec names it', async () => {
    const { mock, state, table } = fakeDynamoDb();
    await settle(table());
    state.tags = OTHERS;
    expect((await changesOf(table()))[0].refusal).toMatch(
      /without the tag.*storage.table: vault-demo.*adopt: true/,
    );
    mock.resetHistory();
    const used = table({ named: true, deletionProtection: false });
    expect((await settle(used)).outcome).toBe('adopted');
    expect(mock.commandCalls(UpdateTableCommand)).toHaveLength(0);
    expect(state.tags).toEqual(OTHERS);
    expect(await removalOf(used)).toMatchObject({ verb: 'keep' });
  });

  it('takes it over when the spec says so, and never deletes it', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table({ deletionProtection: false }));
    state.tags = OTHERS;
    const adopted = table(ADOPTING);
    expect(await wordsOf(adopted)).toEqual([
      `owner: (not ours) -> ${OWNER}`,
      'deletionProtection: false -> true',
    ]);
    expect((await settle(adopted)).outcome).toBe('adopted');
    expect(state.table?.DeletionProtectionEnabled).toBe(true);
    expect(state.tags).toEqual(
      expect.arrayContaining([
        ...OTHERS,
        { Key: 'vault-eks.io/cluster', Value: OWNER },
        expect.objectContaining({ Key: 'vault-eks.io/adopted-at' }),
      ]),
    );
    expect((await settle(adopted)).outcome).toBe('kept');
    expect(await removalOf(adopted)).toEqual({
      verb: 'keep',
      reason: 'others made it, and it was only taken over',
    });
  });

  it('never takes a table from another Vault', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    state.tags = [{ Key: 'vault-eks.io/cluster', Value: 'demo/other/vault' }];
    expect((await changesOf(table(ADOPTING)))[0].refusal).toMatch(
      /belongs to the Vault demo\/other\/vault/,
    );
  });

  it('deletes only a table that is not protected', async () => {
    const { state, table } = fakeDynamoDb();
    await settle(table());
    expect(await removalOf(table())).toMatchObject({
      verb: 'refuse',
      reason: expect.stringMatching(/--no-deletion-protection-enabled/),
    });
    await settle(table({ deletionProtection: false }));
    expect(await removalOf(table())).toEqual({ verb: 'delete' });
    await remove(table());
    expect(state.table).toBeUndefined();
    expect(table().retain).toMatch(/data/);
  });

  it('waits for a change to end before it deletes, and for the deletion of another run', async () => {
    const { mock, state, table } = fakeDynamoDb();
    const wanted = table({ deletionProtection: false });
    await settle(wanted);
    mock
      .on(DeleteTableCommand)
      .rejectsOnce(awsError('ResourceInUseException'))
      .callsFake(() => {
        state.table = undefined;
        return {};
      });
    await remove(wanted);
    expect(state.table).toBeUndefined();
    expect(mock.commandCalls(DeleteTableCommand)).toHaveLength(2);

    await settle(wanted);
    mock.on(DeleteTableCommand).callsFake(() => {
      state.table = { ...state.table, TableStatus: 'DELETING' };
      throw awsError('ResourceInUseException');
    });
    await remove(wanted);
    expect(mock.commandCalls(DeleteTableCommand)).toHaveLength(3);
  });
});
