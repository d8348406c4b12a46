import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { AwsTag } from './ownership';

/** Every tag of a table, page by page. */
export async function tableTags(
  client: DynamoDBClient,
  ResourceArn: string | undefined,
  abortSignal: AbortSignal,
): Promise<readonly AwsTag[]> {
  const tags: AwsTag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListTagsOfResourceCommand({ ResourceArn, NextToken }),
      { abortSignal },
    );
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}
