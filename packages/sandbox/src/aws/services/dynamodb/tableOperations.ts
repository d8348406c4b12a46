import type * as sdk from '@aws-sdk/client-dynamodb';
import type { UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import type { KmsState } from '../kms/KmsState';
import { merged, type WireTable } from './tableDescription';
import { keyArnOf } from './tableKey';
import { defaultSettings, type Tables } from './Tables';
import { tableNameOf, type TableSettings } from './TableSettings';
import { mergeTags } from './tableTags';

const updateTakes = 4000;

/** Tables and their settings. The tables themselves are dynalite's; what it lacks is kept beside it. */
export function tableOperations(
  tables: Tables,
  kms: KmsState,
): OperationsOf<typeof sdk> {
  const { engine, settings } = tables;
  return {
    CreateTable: async (input, context) => {
      const { region, now } = context;
      const name = tableNameOf(input.TableName);
      const kmsKeyArn = keyArnOf(kms, input.SSESpecification, context);
      const answer = await engine
        .call<{ TableDescription: WireTable }>(region, 'CreateTable', {
          TableName: name,
          AttributeDefinitions: input.AttributeDefinitions,
          KeySchema: input.KeySchema,
          BillingMode: input.BillingMode,
          ProvisionedThroughput: input.ProvisionedThroughput,
          LocalSecondaryIndexes: input.LocalSecondaryIndexes,
          GlobalSecondaryIndexes: input.GlobalSecondaryIndexes,
        })
        .catch(error => {
          throw error instanceof AwsError &&
            error.code === 'ResourceInUseException'
            ? new AwsError(error.code, `Table already exists: ${name}`)
            : error;
        });
      const created: TableSettings = {
        ...defaultSettings(name, context),
        createdAt: now.getTime(),
        deletionProtection: input.DeletionProtectionEnabled ?? false,
        tableClass: input.TableClass,
        kmsKeyArn,
        tags: mergeTags([], input.Tags),
      };
      settings.put(created);
      return {
        TableDescription: merged(answer.TableDescription, created, now),
      };
    },

    DescribeTable: async (input, context) => ({
      Table: await tables.describe(tableNameOf(input.TableName), context),
    }),

    UpdateTable: async (input, context) => {
      requireOneChange(input);
      const present = await tables.settingsOf(input.TableName, context);
      await tables.requireSettled(present.name, context);
      const kmsKeyArn = input.SSESpecification
        ? keyArnOf(kms, input.SSESpecification, context)
        : present.kmsKeyArn;
      if (input.BillingMode || input.ProvisionedThroughput) {
        await engine.call(context.region, 'UpdateTable', {
          TableName: present.name,
          BillingMode: input.BillingMode,
          ProvisionedThroughput: input.ProvisionedThroughput,
        });
      }
      settings.put({
        ...present,
        deletionProtection:
          input.DeletionProtectionEnabled ?? present.deletionProtection,
        ...(input.TableClass && {
          tableClass: input.TableClass,
          tableClassChangedAt: context.now.getTime(),
        }),
        kmsKeyArn,
        settledAt: context.settlesAt(updateTakes),
      });
      const table = await tables.describe(present.name, context);
      return { TableDescription: { ...table, TableStatus: 'UPDATING' } };
    },

    DeleteTable: async (input, context) => {
      const { region } = context;
      const present = await tables.settingsOf(input.TableName, context);
      await tables.requireSettled(present.name, context);
      if (present.deletionProtection) {
        throw new AwsError(
          'ValidationException',
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
        );
      }
      const table = await tables.describe(present.name, context);
      await engine.call(region, 'DeleteTable', { TableName: present.name });
      settings.remove(region, present.name);
      return { TableDescription: { ...table, TableStatus: 'DELETING' } };
    },

    DescribeTimeToLive: async (input, context) => {
      await tables.settingsOf(input.TableName, context);
      return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    },
  };
}

/** A change of the table class comes alone, and there must be a change at all. */
function requireOneChange(input: UpdateTableInput): void {
  const { TableName, AttributeDefinitions, TableClass, ...others } = input;
  const hasOthers = Object.values(others).some(value => value !== undefined);
  if (TableClass !== undefined && hasOthers) {
    throw new AwsError(
      'ValidationException',
      'One or more parameter values were invalid: TableClass modification must be the only operation in the request',
    );
  }
  if (TableClass === undefined && !hasOthers) {
    throw new AwsError(
      'ValidationException',
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
}
