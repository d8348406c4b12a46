import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { entryOf } from './itemsOfInit';

/**
 * The names of all entries that Vault keeps in a table. Values are not asked for, and the documented policy does not let
 * them be read.
 */
export async function readEntries(
  client: DynamoDBClient,
  table: string,
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const entries: string[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      Select: 'SPECIFIC_ATTRIBUTES',
      ProjectionExpression: '#path, #key',
      ExpressionAttributeNames: { '#path': 'Path', '#key': 'Key' },
    },
    { abortSignal },
  );
  for await (const { Items = [] } of pages) {
    for (const { Path, Key } of Items) {
      const entry = entryOf({ path: Path?.S ?? '', key: Key?.S ?? '' });
      if (entry !== undefined) {
        entries.push(entry);
      }
    }
  }
  return entries;
}
