import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import { pageOf } from '../../paging';
import type { CallContext, OperationsOf } from '../../Service';
import {
  tableNameOf,
  type TableSettings,
  type TableSettingsStore,
} from './TableSettings';

const tagsPerPage = 10;

/** Tags of tables, by the tables' ARNs. */
export function tagOperations(
  settings: TableSettingsStore,
): OperationsOf<typeof sdk> {
  const byArn = (arn: string | undefined, context: CallContext) => {
    const found = settings.get(context.region, tableNameOf(arn));
    if (!found || !context.sees('dynamodb', found.createdAt ?? 0)) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: ResourcArn: ${arn} not found`,
      );
    }
    return found;
  };

  return {
    TagResource: (input, context) => {
      const present = byArn(input.ResourceArn, context);
      settings.put({ ...present, tags: mergeTags(present.tags, input.Tags) });
      return {};
    },

    UntagResource: (input, context) => {
      const present = byArn(input.ResourceArn, context);
      settings.put({
        ...present,
        tags: present.tags.filter(
          tag => !input.TagKeys?.includes(tag.Key ?? ''),
        ),
      });
      return {};
    },

    ListTagsOfResource: (input, context) => {
      const { tags } = byArn(input.ResourceArn, context);
      const page = pageOf(tags, {
        token: input.NextToken,
        limit: tagsPerPage,
        invalidToken: new AwsError(
          'ValidationException',
          'Invalid NextToken provided',
        ),
      });
      return {
        Tags: page.items.map(({ Key, Value }) => ({ Key, Value })),
        NextToken: page.nextToken,
      };
    },
  };
}

/** Old tags with the new ones put over them. */
export function mergeTags(
  old: TableSettings['tags'],
  added: TableSettings['tags'] | undefined,
): TableSettings['tags'] {
  const keys = new Set((added ?? []).map(tag => tag.Key));
  return [...old.filter(tag => !keys.has(tag.Key)), ...(added ?? [])];
}
