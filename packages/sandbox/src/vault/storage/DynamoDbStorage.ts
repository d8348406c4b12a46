import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  type AttributeValue,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { PhysicalStorage } from './PhysicalStorage';
import {
  folderRecords,
  pathOfPrefix,
  recordName,
  type RecordName,
} from './recordNames';

/** DynamoDB's own limit of one batch. */
const BATCH_SIZE = 25;

/** Vault's `dynamodb` storage: one record an entry, plus one a folder. */
export class DynamoDbStorage implements PhysicalStorage {
  constructor(
    readonly client: DynamoDBClient,
    readonly table: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Vault creates a table that is missing, if it may. */
  async ensureTable(): Promise<void> {
    const describe = new DescribeTableCommand({ TableName: this.table });
    try {
      await this.client.send(describe, this.options());
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await this.createTable();
    }
  }

  async get(key: string): Promise<Buffer | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.table,
        ConsistentRead: true,
        Key: attributes(recordName(key)),
      }),
      this.options(),
    );
    return Item?.Value?.B && Buffer.from(Item.Value.B);
  }

  async put(key: string, value: Buffer): Promise<void> {
    await this.write([
      {
        PutRequest: {
          Item: { ...attributes(recordName(key)), Value: { B: value } },
        },
      },
      ...folderRecords(key).map(folder => ({
        PutRequest: { Item: attributes(folder) },
      })),
    ]);
  }

  async delete(key: string): Promise<void> {
    const requests: WriteRequest[] = [
      { DeleteRequest: { Key: attributes(recordName(key)) } },
    ];
    let lastChild = recordName(key);
    for (const folder of folderRecords(key)) {
      if (await this.hasSiblings(lastChild)) break;
      requests.push({ DeleteRequest: { Key: attributes(folder) } });
      lastChild = folder;
    }
    await this.write(requests);
  }

  async list(prefix: string): Promise<string[]> {
    const names = await this.children(pathOfPrefix(prefix));
    // Names that begin with an underscore are locks.
    return names.filter(name => !name.startsWith('_')).sort();
  }

  private async hasSiblings({ Path, Key }: RecordName): Promise<boolean> {
    const names = await this.children(Path);
    return names.some(name => name !== Key);
  }

  private async children(path: string): Promise<string[]> {
    const names: string[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          ConsistentRead: true,
          KeyConditionExpression: '#path = :path',
          ExpressionAttributeNames: { '#path': 'Path' },
          ExpressionAttributeValues: { ':path': { S: path } },
          ExclusiveStartKey,
        }),
        this.options(),
      );
      names.push(...(page.Items ?? []).map(item => item.Key?.S ?? ''));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return names;
  }

  private async write(requests: WriteRequest[]): Promise<void> {
    for (let start = 0; start < requests.length; start += BATCH_SIZE) {
      let left = requests.slice(start, start + BATCH_SIZE);
      while (left.length > 0) {
        const { UnprocessedItems } = await this.client.send(
          new BatchWriteItemCommand({ RequestItems: { [this.table]: left } }),
          this.options(),
        );
        left = UnprocessedItems?.[this.table] ?? [];
      }
    }
  }

  private async createTable(): Promise<void> {
    await this.client.send(
      new CreateTableCommand({
        TableName: this.table,
        KeySchema: [
          { AttributeName: 'Path', KeyType: 'HASH' },
          { AttributeName: 'Key', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'Path', AttributeType: 'S' },
          { AttributeName: 'Key', AttributeType: 'S' },
        ],
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      }),
      this.options(),
    );
  }

  private options() {
    return { abortSignal: this.signal };
  }
}

/** A record's key on the wire. */
export function attributes(name: RecordName): Record<string, AttributeValue> {
  return { Path: { S: name.Path }, Key: { S: name.Key } };
}
