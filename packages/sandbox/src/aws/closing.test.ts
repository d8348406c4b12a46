import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { RecordedCall } from './Faults';
import { startAwsWorld } from './testing/awsWorld';

const TableName = 'vault';

jest.setTimeout(60_000);

describe('an AWS endpoint that is closed while it works', () => {
  it('ends what has begun before the store beneath it closes', async () => {
    const calls: RecordedCall[] = [];
    const world = await startAwsWorld({ onCall: call => calls.push(call) });
    const dynamodb = new DynamoDBClient(world.admin);
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
      }),
    );
    await waitUntilTableExists(
      { client: dynamodb, minDelay: 0.05, maxDelay: 0.05, maxWaitTime: 10 },
      { TableName },
    );
    calls.length = 0;

    const put = async (i: number) => {
      const Item = { Path: { S: `${i}` } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
    };
    const puts = Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => put(i)),
    );
    while (calls.length === 0) {
      await new Promise(setImmediate);
    }
    await world.close();

    const outcomes = await puts;
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
    dynamodb.destroy();
  });
});
