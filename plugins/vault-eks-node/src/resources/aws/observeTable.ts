import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { isAwsError, isDenied, unlessAbsent } from '../../connections/aws';
import type {
  DynamoDbTableOptions,
  ObservedTable,
  TableSettings,
} from './dynamoDbTableChanges';
import type { AwsTag } from './ownership';
import { tableTags } from './tableTags';

/** The keys of a table in one line, as {@link ObservedTable.keys} has them. */
export function keysOf(table: TableDescription): string {
  const types = new Map(
    table.AttributeDefinitions?.map(a => [a.AttributeName, a.AttributeType]),
  );
  return (table.KeySchema ?? [])
    .map(k => `${k.AttributeName} ${k.KeyType} ${types.get(k.AttributeName)}`)
    .join(', ');
}

/** DynamoDB names the key of a table, and only KMS says whether AWS manages it. */
async function encryptionOf(
  { SSEDescription: sse }: TableDescription,
  { kms, encryptionKey: wanted }: DynamoDbTableOptions,
  abortSignal: AbortSignal,
): Promise<Pick<TableSettings, 'encryption' | 'encryptionKey'>> {
  const key = sse?.KMSMasterKeyArn;
  if (!key || sse.Status === 'DISABLED' || sse.Status === 'DISABLING') {
    return { encryption: 'aws-owned' };
  }
  const customers = { encryption: 'customer-key', encryptionKey: key } as const;
  if (key === wanted) {
    return customers;
  }
  try {
    const { KeyMetadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: key }),
      { abortSignal },
    );
    return KeyMetadata?.KeyManager === 'AWS'
      ? { encryption: 'aws-managed' }
      : customers;
  } catch (error) {
    // The key of another account may hide; AWS's own of this account does not.
    if (isDenied(error) || isAwsError(error, 'NotFoundException')) {
      return customers;
    }
    throw error;
  }
}

function billingOf(
  table: TableDescription,
): Pick<TableSettings, 'billing' | 'readCapacity' | 'writeCapacity'> {
  // A table that was never on demand has no summary.
  if (table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST') {
    return { billing: 'on-demand' };
  }
  const { ReadCapacityUnits, WriteCapacityUnits } =
    table.ProvisionedThroughput ?? {};
  return {
    billing: 'provisioned',
    readCapacity: ReadCapacityUnits,
    writeCapacity: WriteCapacityUnits,
  };
}

/** DynamoDB knows no tags of a table that it archived. */
async function tagsOf(
  client: DynamoDbTableOptions['client'],
  table: { readonly arn: string; readonly status: string },
  abortSignal: AbortSignal,
): Promise<readonly AwsTag[]> {
  const { arn, status } = table;
  if (status === 'DELETING') {
    return [];
  }
  const tags = tableTags(client, arn, abortSignal);
  return status === 'ARCHIVED' || status === 'ARCHIVING'
    ? (await unlessAbsent(tags, 'ResourceNotFoundException')) ?? []
    : tags;
}

/** The table with its tags, backups and the kind of its encryption; `undefined` when there is none. */
export async function observeTable(
  options: DynamoDbTableOptions,
  abortSignal: AbortSignal,
): Promise<ObservedTable | undefined> {
  const { client, name, arn } = options;
  const answer = await unlessAbsent(
    client.send(new DescribeTableCommand({ TableName: name }), { abortSignal }),
    'ResourceNotFoundException',
  );
  const table = answer?.Table;
  if (!table) {
    return undefined;
  }
  const status = table.TableStatus ?? 'UNKNOWN';
  const tableArn = table.TableArn ?? arn;
  const going = status === 'DELETING';
  const [tags, backups, encryption] = await Promise.all([
    tagsOf(client, { arn: tableArn, status }, abortSignal),
    going
      ? undefined
      : unlessAbsent(
          client.send(
            new DescribeContinuousBackupsCommand({ TableName: name }),
            { abortSignal },
          ),
          'TableNotFoundException',
        ),
    encryptionOf(table, options, abortSignal),
  ]);
  const recovery =
    backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    arn: tableArn,
    status,
    keys: keysOf(table),
    ...billingOf(table),
    ...encryption,
    encrypting: /ING$/.test(table.SSEDescription?.Status ?? ''),
    tableClass:
      table.TableClassSummary?.TableClass === 'STANDARD_INFREQUENT_ACCESS'
        ? 'standard-infrequent-access'
        : 'standard',
    pointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    tags,
  };
}
