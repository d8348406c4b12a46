import * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import { defineService, type CallContext, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import type { KmsState } from '../kms/KmsState';
import { controlPlane } from './controlPlane';
import type { DynaliteEngine } from './DynaliteEngine';
import { tableNameOf, type TableSettingsStore } from './TableSettings';

const dataPlane = new Set([
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

/** DynamoDB: dynalite's data plane, and a control plane around it. */
export function dynamoDbService(options: {
  readonly engine: DynaliteEngine;
  readonly settings: TableSettingsStore;
  readonly kms: KmsState;
}): Service {
  const { engine, settings } = options;
  return defineService(sdk, {
    name: 'dynamodb',
    protocol: awsJson({
      version: '1.0',
      errorNamespace: 'com.amazonaws.dynamodb.v20120810',
    }),
    authErrors: jsonAuthErrors,
    authorize: byIdentityPolicies({
      permissions: (operation, input, context) =>
        permissions(settings, operation, input, context),
      denied: message => new AwsError('AccessDeniedException', message),
    }),
    operations: controlPlane(options),
    relay: {
      handles: operation => dataPlane.has(operation),
      forward: (request, { region }) => engine.forward(request, region),
    },
  });
}

function permissions(
  settings: TableSettingsStore,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region, account }: CallContext,
): AccessRequest[] {
  const action = `dynamodb:${operation}`;
  const names = tablesIn(input);
  if (names.length === 0) {
    return [{ action, resource: '*' }];
  }
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  return names.flatMap(name => {
    const request = {
      action,
      resource: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
      conditions: {
        ...requestTags(added),
        ...resourceTags(settings.get(region, name)?.tags),
      },
    };
    return operation === 'CreateTable' && added.length > 0
      ? [request, { ...request, action: 'dynamodb:TagResource' }]
      : [request];
  });
}

function tablesIn(input: Readonly<Record<string, unknown>>): string[] {
  const { TableName: name, ResourceArn: arn, RequestItems: batch } = input;
  if (typeof batch === 'object' && batch !== null) {
    return Object.keys(batch).map(tableNameOf);
  }
  const reference = name ?? arn;
  return typeof reference === 'string' ? [tableNameOf(reference)] : [];
}
