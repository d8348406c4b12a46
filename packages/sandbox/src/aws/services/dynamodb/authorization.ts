import { AwsError } from '../../AwsError';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import type { KmsState } from '../kms/KmsState';
import { itemConditions } from './itemConditions';
import { requireTableKey } from './tableKey';
import { tableNameOf, type TableSettingsStore } from './TableSettings';

type Input = Readonly<Record<string, unknown>>;

/** Operations on items, which dynalite answers. */
export const dataPlane: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
]);

/** DynamoDB's rules: identity policies decide, and a table's customer key must be open to whoever uses its items. */
export function dynamoDbAuthorize(
  settings: TableSettingsStore,
  kms: KmsState,
): Authorize {
  const byIdentity = byIdentityPolicies({
    permissions: (operation, input, context) =>
      permissions(settings, operation, input, context),
    denied: message => new AwsError('AccessDeniedException', message),
  });
  return (operation, input, context) => {
    byIdentity(operation, input, context);
    if (dataPlane.has(operation)) {
      for (const name of tablesIn(input)) {
        const table = settings.get(context.region, name);
        requireTableKey(kms, table?.kmsKeyArn, context);
      }
    }
  };
}

function permissions(
  settings: TableSettingsStore,
  operation: string,
  input: Input,
  { region, account }: CallContext,
): AccessRequest[] {
  const action = `dynamodb:${operation}`;
  const names = tablesIn(input);
  if (names.length === 0) {
    return [{ action, resource: '*' }];
  }
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  const removed = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  return names.flatMap(name => {
    const request = {
      action,
      resource: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
      conditions: {
        ...requestTags(added, removed),
        ...resourceTags(settings.get(region, name)?.tags),
        ...itemConditions(operation, input),
      },
    };
    return operation === 'CreateTable' && added.length > 0
      ? [request, { ...request, action: 'dynamodb:TagResource' }]
      : [request];
  });
}

function tablesIn(input: Input): string[] {
  const { TableName: name, ResourceArn: arn, RequestItems: batch } = input;
  if (typeof batch === 'object' && batch !== null) {
    return Object.keys(batch).map(tableNameOf);
  }
  const reference = name ?? arn;
  return typeof reference === 'string' ? [tableNameOf(reference)] : [];
}
