import {
  DeleteTableCommand,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import type { DynamoDbTableOptions } from './dynamoDbTableChanges';

/**
 * Deletes the table. DynamoDB deletes none that is being made or changed, which is waited for; one that another run is
 * deleting goes by itself.
 */
export async function deleteTable(
  { client, name: TableName }: Pick<DynamoDbTableOptions, 'client' | 'name'>,
  abortSignal: AbortSignal,
): Promise<void> {
  const send = { abortSignal };
  const backoff = new Backoff(DEFAULT_SETTLE);
  for (;;) {
    await backoff.wait(abortSignal);
    const found = await unlessAbsent(
      client.send(new DescribeTableCommand({ TableName }), send),
      'ResourceNotFoundException',
    );
    const status = found?.Table?.TableStatus;
    if (!found || status === 'DELETING') {
      return;
    }
    try {
      await unlessAbsent(
        client.send(new DeleteTableCommand({ TableName }), send),
        'ResourceNotFoundException',
      );
      return;
    } catch (error) {
      if (!isAwsError(error, 'ResourceInUseException') || backoff.expired) {
        throw error;
      }
    }
  }
}
