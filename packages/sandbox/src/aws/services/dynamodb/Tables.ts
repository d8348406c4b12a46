import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import type { CallContext } from '../../Service';
import type { DynaliteEngine } from './DynaliteEngine';
import { merged, type WireTable } from './tableDescription';
import {
  tableNameOf,
  type TableSettings,
  type TableSettingsStore,
} from './TableSettings';

const stateVerbs: Readonly<Record<string, string>> = {
  CREATING: 'created',
  DELETING: 'deleted',
};

/** Finds tables: dynalite's part and ours, by name or ARN, once they can be seen. */
export class Tables {
  constructor(
    readonly engine: DynaliteEngine,
    readonly settings: TableSettingsStore,
  ) {}

  /** The table as DescribeTable shows it; throws ResourceNotFoundException. */
  async describe(
    name: string,
    context: CallContext,
  ): Promise<TableDescription> {
    const { region, now } = context;
    const settings = this.settings.get(region, name);
    if (settings && !context.sees('dynamodb', settings.createdAt ?? 0)) {
      throw tableNotFound(name);
    }
    const { Table: table } = await this.engine.call<{ Table: WireTable }>(
      region,
      'DescribeTable',
      { TableName: name },
    );
    return merged(table, settings, now);
  }

  /** What dynalite does not know of the table; throws ResourceNotFoundException. */
  async settingsOf(
    reference: string | undefined,
    context: CallContext,
  ): Promise<TableSettings> {
    const name = tableNameOf(reference);
    await this.describe(name, context);
    return (
      this.settings.get(context.region, name) ?? defaultSettings(name, context)
    );
  }

  /** DynamoDB changes one thing of a table at a time; throws ResourceInUseException while it does. */
  async requireSettled(name: string, context: CallContext): Promise<void> {
    const { TableStatus: status } = await this.describe(name, context);
    if (status !== 'ACTIVE') {
      throw new AwsError(
        'ResourceInUseException',
        `Attempt to change a resource which is still in use: Table is being ${
          stateVerbs[status ?? ''] ?? 'updated'
        }: ${name}`,
      );
    }
  }
}

/** A table of which nothing has been set. */
export function defaultSettings(
  name: string,
  { region, account }: CallContext,
): TableSettings {
  return {
    name,
    region,
    arn: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    deletionProtection: false,
    tableClass: undefined,
    kmsKeyArn: undefined,
    pointInTimeRecovery: undefined,
    tags: [],
    settledAt: 0,
  };
}

function tableNotFound(name: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`,
  );
}
