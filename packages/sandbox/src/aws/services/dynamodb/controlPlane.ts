import type * as sdk from '@aws-sdk/client-dynamodb';
import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import type { KmsState } from '../kms/KmsState';
import type { DynaliteEngine } from './DynaliteEngine';
import { backups, merged, type WireTable } from './tableDescription';
import {
  tableNameOf,
  type TableSettings,
  type TableSettingsStore,
} from './TableSettings';

const updateTakes = 4000;

/** Tables and their settings. The tables themselves are dynalite's; what it lacks is kept beside it. */
export function controlPlane(options: {
  readonly engine: DynaliteEngine;
  readonly settings: TableSettingsStore;
  readonly kms: KmsState;
}): OperationsOf<typeof sdk> {
  const { engine, settings, kms } = options;

  const describe = async (name: string, { region, now }: CallContext) => {
    const { Table: table } = await engine.call<{ Table: WireTable }>(
      region,
      'DescribeTable',
      { TableName: name },
    );
    return merged(table, settings.get(region, name), now);
  };
  const settingsOf = async (
    reference: string | undefined,
    context: CallContext,
  ) => {
    const name = tableNameOf(reference);
    await describe(name, context);
    return settings.get(context.region, name) ?? defaultSettings(name, context);
  };
  const byArn = async (arn: string | undefined, context: CallContext) => {
    const found = settings.get(context.region, tableNameOf(arn));
    if (!found) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: ResourcArn: ${arn} not found`,
      );
    }
    return found;
  };
  const backupsOf = async (
    reference: string | undefined,
    context: CallContext,
  ) => {
    try {
      return await settingsOf(reference, context);
    } catch (error) {
      throw error instanceof AwsError &&
        error.code === 'ResourceNotFoundException'
        ? new AwsError(
            'TableNotFoundException',
            `Table not found: ${tableNameOf(reference)}`,
          )
        : error;
    }
  };
  const keyArn = (
    specification: SSESpecification | undefined,
    context: CallContext,
  ) => {
    if (!specification?.Enabled) {
      return undefined;
    }
    const reference = specification.KMSMasterKeyId;
    const key =
      reference === undefined || reference.endsWith('alias/aws/dynamodb')
        ? kms.managedKey('dynamodb', context)
        : kms.resolve(reference, context.region, context.now);
    if (!key?.isEnabled || key.deletionDate !== undefined) {
      throw new AwsError(
        'ValidationException',
        `KMS validation error: the key ${reference} cannot be used`,
      );
    }
    return key.arn;
  };

  return {
    CreateTable: async (input, context) => {
      const { region } = context;
      const name = tableNameOf(input.TableName);
      const kmsKeyArn = keyArn(input.SSESpecification, context);
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
        deletionProtection: input.DeletionProtectionEnabled ?? false,
        tableClass: input.TableClass ?? 'STANDARD',
        kmsKeyArn,
        tags: mergeTags([], input.Tags),
      };
      settings.put(created);
      return {
        TableDescription: merged(answer.TableDescription, created, context.now),
      };
    },

    DescribeTable: async (input, context) => ({
      Table: await describe(tableNameOf(input.TableName), context),
    }),

    UpdateTable: async (input, context) => {
      const present = await settingsOf(input.TableName, context);
      const { TableStatus: status } = await describe(present.name, context);
      if (status !== 'ACTIVE') {
        throw new AwsError(
          'ResourceInUseException',
          `Attempt to change a resource which is still in use: Table is being ${
            status === 'CREATING' ? 'created' : 'updated'
          }: ${present.name}`,
        );
      }
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
        tableClass: input.TableClass ?? present.tableClass,
        kmsKeyArn: input.SSESpecification
          ? keyArn(input.SSESpecification, context)
          : present.kmsKeyArn,
        settledAt: context.settlesAt(updateTakes),
      });
      const table = await describe(present.name, context);
      return { TableDescription: { ...table, TableStatus: 'UPDATING' } };
    },

    DeleteTable: async (input, context) => {
      const { region } = context;
      const present = await settingsOf(input.TableName, context);
      if (present.deletionProtection) {
        throw new AwsError(
          'ValidationException',
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
        );
      }
      const table = await describe(present.name, context);
      await engine.call(region, 'DeleteTable', { TableName: present.name });
      settings.remove(region, present.name);
      return { TableDescription: { ...table, TableStatus: 'DELETING' } };
    },

    DescribeContinuousBackups: async (input, context) => ({
      ContinuousBackupsDescription: backups(
        await backupsOf(input.TableName, context),
        context.now,
      ),
    }),

    UpdateContinuousBackups: async (input, context) => {
      const present = await backupsOf(input.TableName, context);
      const { TableStatus: status } = await describe(present.name, context);
      if (status === 'CREATING') {
        throw new AwsError(
          'ContinuousBackupsUnavailableException',
          `Backups are being enabled for the table: ${present.name}. Please retry later`,
        );
      }
      const wanted = input.PointInTimeRecoverySpecification;
      const changed: TableSettings = {
        ...present,
        pointInTimeRecovery: wanted?.PointInTimeRecoveryEnabled
          ? {
              since:
                present.pointInTimeRecovery?.since ?? context.now.getTime(),
              days: wanted.RecoveryPeriodInDays ?? 35,
            }
          : undefined,
      };
      settings.put(changed);
      return { ContinuousBackupsDescription: backups(changed, context.now) };
    },

    TagResource: async (input, context) => {
      const present = await byArn(input.ResourceArn, context);
      settings.put({ ...present, tags: mergeTags(present.tags, input.Tags) });
      return {};
    },

    UntagResource: async (input, context) => {
      const present = await byArn(input.ResourceArn, context);
      settings.put({
        ...present,
        tags: present.tags.filter(
          tag => !input.TagKeys?.includes(tag.Key ?? ''),
        ),
      });
      return {};
    },

    ListTagsOfResource: async (input, context) => ({
      Tags: (await byArn(input.ResourceArn, context)).tags.map(tag => ({
        Key: tag.Key,
        Value: tag.Value,
      })),
    }),

    DescribeTimeToLive: async (input, context) => {
      await settingsOf(input.TableName, context);
      return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    },
  };
}

function defaultSettings(
  name: string,
  { region, account }: CallContext,
): TableSettings {
  return {
    name,
    region,
    arn: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    deletionProtection: false,
    tableClass: 'STANDARD',
    kmsKeyArn: undefined,
    pointInTimeRecovery: undefined,
    tags: [],
    settledAt: 0,
  };
}

function mergeTags(
  old: TableSettings['tags'],
  added: TableSettings['tags'] | undefined,
) {
  const keys = new Set((added ?? []).map(tag => tag.Key));
  return [...old.filter(tag => !keys.has(tag.Key)), ...(added ?? [])];
}
