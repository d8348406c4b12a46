import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Harness } from '../harness';
import { kubectl } from '../kubectl';

/** The pods of checks that are in the cluster, in any namespace. */
export async function checkPods({
  sandbox,
}: Pick<Harness, 'sandbox'>): Promise<readonly string[]> {
  const names = await kubectl(
    sandbox,
    ...['get', 'pods', '--all-namespaces'],
    ...['--selector=vault-eks.io/check-pod', '--output=name'],
  );
  return names.split('\n').filter(Boolean);
}

/** How many entries KV mounts have in the table: the names in it are not encrypted. */
export async function storedSecrets(table: string): Promise<number> {
  let count = 0;
  const pages = paginateScan(
    { client: new DynamoDBClient({}) },
    {
      TableName: table,
      ProjectionExpression: '#path, #key',
      ExpressionAttributeNames: { '#path': 'Path', '#key': 'Key' },
    },
  );
  for await (const { Items = [] } of pages) {
    count += Items.filter(({ Path, Key }) =>
      /\/(metadata|versions)\//.test(`${Path?.S}/${Key?.S}`),
    ).length;
  }
  return count;
}
