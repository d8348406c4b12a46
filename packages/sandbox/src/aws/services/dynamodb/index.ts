import * as sdk from '@aws-sdk/client-dynamodb';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { defineService, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import type { KmsState } from '../kms/KmsState';
import { dataPlane, dynamoDbAuthorize } from './authorization';
import { backupOperations } from './backupOperations';
import type { DynaliteEngine } from './DynaliteEngine';
import { tableOperations } from './tableOperations';
import { Tables } from './Tables';
import type { TableSettingsStore } from './TableSettings';
import { tagOperations } from './tableTags';

/** DynamoDB: dynalite's data plane, and a control plane around it. */
export function dynamoDbService(options: {
  readonly engine: DynaliteEngine;
  readonly settings: TableSettingsStore;
  readonly kms: KmsState;
}): Service {
  const { engine, settings, kms } = options;
  const tables = new Tables(engine, settings);
  return defineService(sdk, {
    name: 'dynamodb',
    protocol: awsJson({
      version: '1.0',
      errorNamespace: 'com.amazonaws.dynamodb.v20120810',
    }),
    authErrors: jsonAuthErrors,
    authorize: dynamoDbAuthorize(settings, kms),
    operations: {
      ...tableOperations(tables, kms),
      ...backupOperations(tables),
      ...tagOperations(settings),
    },
    relay: {
      handles: operation => dataPlane.has(operation),
      forward: (request, { region }) => engine.forward(request, region),
    },
  });
}
