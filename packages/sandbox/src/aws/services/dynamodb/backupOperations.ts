import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { backups } from './tableDescription';
import type { Tables } from './Tables';
import { tableNameOf, type TableSettings } from './TableSettings';

/** Continuous backups, and with them recovery to a point in time. */
export function backupOperations(tables: Tables): OperationsOf<typeof sdk> {
  const settingsOf = async (
    reference: string | undefined,
    context: CallContext,
  ) => {
    try {
      return await tables.settingsOf(reference, context);
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

  return {
    DescribeContinuousBackups: async (input, context) => ({
      ContinuousBackupsDescription: backups(
        await settingsOf(input.TableName, context),
        context.now,
      ),
    }),

    UpdateContinuousBackups: async (input, context) => {
      const present = await settingsOf(input.TableName, context);
      const { TableStatus: status } = await tables.describe(
        present.name,
        context,
      );
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
              days:
                wanted.RecoveryPeriodInDays ??
                present.pointInTimeRecovery?.days ??
                35,
            }
          : undefined,
      };
      tables.settings.put(changed);
      return { ContinuousBackupsDescription: backups(changed, context.now) };
    },
  };
}
