import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from './TableSettings';

/** A table as it comes in JSON: times are seconds. */
export type WireTable = Omit<
  TableDescription,
  'CreationDateTime' | 'BillingModeSummary' | 'ProvisionedThroughput'
> & {
  readonly CreationDateTime: number;
  readonly ProvisionedThroughput?: {
    readonly ReadCapacityUnits?: number;
    readonly WriteCapacityUnits?: number;
    readonly NumberOfDecreasesToday?: number;
    readonly LastIncreaseDateTime?: number;
    readonly LastDecreaseDateTime?: number;
  };
  readonly BillingModeSummary?: {
    readonly BillingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
    readonly LastUpdateToPayPerRequestDateTime?: number;
  };
};

/** dynalite's table with our settings over it. */
export function merged(
  table: WireTable,
  settings: TableSettings | undefined,
  now: Date,
): TableDescription {
  const { CreationDateTime: createdAt, BillingModeSummary: billing } = table;
  const throughput = table.ProvisionedThroughput;
  const isUpdating =
    table.TableStatus === 'ACTIVE' &&
    (settings?.settledAt ?? 0) > now.getTime();
  return {
    ...table,
    ...(settings && { TableArn: settings.arn }),
    TableStatus: isUpdating ? 'UPDATING' : table.TableStatus,
    CreationDateTime: new Date(createdAt * 1000),
    ProvisionedThroughput: throughput && {
      ...throughput,
      LastIncreaseDateTime: dateOf(throughput.LastIncreaseDateTime),
      LastDecreaseDateTime: dateOf(throughput.LastDecreaseDateTime),
    },
    BillingModeSummary: billing && {
      BillingMode: billing.BillingMode,
      LastUpdateToPayPerRequestDateTime: dateOf(
        billing.LastUpdateToPayPerRequestDateTime,
      ),
    },
    DeletionProtectionEnabled: settings?.deletionProtection ?? false,
    TableClassSummary: settings?.tableClass && {
      TableClass: settings.tableClass,
      LastUpdateDateTime:
        settings.tableClassChangedAt === undefined
          ? undefined
          : new Date(settings.tableClassChangedAt),
    },
    SSEDescription: settings?.kmsKeyArn
      ? {
          Status: 'ENABLED',
          SSEType: 'KMS',
          KMSMasterKeyArn: settings.kmsKeyArn,
        }
      : undefined,
  };
}

function dateOf(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** Continuous backups as DynamoDB describes them. */
export function backups(settings: TableSettings, now: Date) {
  const recovery = settings.pointInTimeRecovery;
  return {
    ContinuousBackupsStatus: 'ENABLED' as const,
    PointInTimeRecoveryDescription: recovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED' as const,
          RecoveryPeriodInDays: recovery.days,
          EarliestRestorableDateTime: new Date(recovery.since),
          LatestRestorableDateTime: now,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' as const },
  };
}
