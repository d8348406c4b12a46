import {
  CreateTableCommandInput,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ForwardedError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';
import type { Change } from '../../engine/ManagedResource';
import type {
  DynamoDbTableOptions,
  ObservedTable,
  TableSettings,
} from './dynamoDbTableChanges';
import { tagsToPut } from './standing';

/** How often DynamoDB takes a change. Source: "Service, account, and table quotas" in the DynamoDB developer guide. */
const LIMITS: Readonly<Record<string, string>> = {
  encryption:
    'DynamoDB takes four changes of the encryption of a table in 24 hours, and one more after six hours without any',
  billing:
    'DynamoDB lets a table back to on-demand 24 hours after it was last made or switched so',
  capacity:
    'DynamoDB lets capacity decrease four times a day, and once more after an hour without a decrease',
  tableClass: 'DynamoDB takes two changes of the table class in 30 days',
};

const throughput = ({ readCapacity, writeCapacity }: TableSettings) => ({
  ProvisionedThroughput: {
    ReadCapacityUnits: readCapacity,
    WriteCapacityUnits: writeCapacity,
  },
});

/** How a table is paid for, as DynamoDB takes it. */
export const billingInput = (settings: TableSettings) =>
  settings.billing === 'provisioned'
    ? { BillingMode: 'PROVISIONED' as const, ...throughput(settings) }
    : { BillingMode: 'PAY_PER_REQUEST' as const };

/** How a table is encrypted, as DynamoDB takes it; without a key it uses the one that AWS manages. */
export function encryptionInput({
  encryption,
  encryptionKey,
}: TableSettings): CreateTableCommandInput['SSESpecification'] {
  if (encryption === 'aws-owned') {
    return { Enabled: false };
  }
  return {
    Enabled: true,
    SSEType: 'KMS',
    ...(encryption === 'customer-key' && { KMSMasterKeyId: encryptionKey }),
  };
}

/** The table class, as DynamoDB takes it. */
export const classInput = ({ tableClass }: TableSettings) =>
  tableClass === 'standard' ? 'STANDARD' : 'STANDARD_INFREQUENT_ACCESS';

const UPDATES: Readonly<
  Record<
    string,
    (settings: TableSettings) => Omit<UpdateTableCommandInput, 'TableName'>
  >
> = {
  deletionProtection: s => ({
    DeletionProtectionEnabled: s.deletionProtection,
  }),
  encryption: s => ({ SSESpecification: encryptionInput(s) }),
  billing: billingInput,
  capacity: throughput,
  tableClass: s => ({ TableClass: classInput(s) }),
};

async function send(
  options: DynamoDbTableOptions,
  observed: ObservedTable,
  changes: readonly Change[],
  abortSignal: AbortSignal,
): Promise<void> {
  const { client, name: TableName, ownership } = options;
  const Tags = tagsToPut(changes, observed.tags, ownership);
  if (Tags.length > 0) {
    await client.send(
      new TagResourceCommand({ ResourceArn: observed.arn, Tags }),
      { abortSignal },
    );
    return;
  }
  const [{ field }] = changes;
  if (field === 'pointInTimeRecovery') {
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: options.pointInTimeRecovery,
        },
      }),
      { abortSignal },
    );
    return;
  }
  await client.send(
    new UpdateTableCommand({ TableName, ...UPDATES[field](options) }),
    { abortSignal },
  );
}

/**
 * Makes one change, since DynamoDB takes one at a time: the reconciler comes back for the next when the table is ACTIVE.
 *
 * @throws ForwardedError when DynamoDB takes no more changes of this kind for now; it says how many it takes
 */
export async function updateTable(
  options: DynamoDbTableOptions,
  observed: ObservedTable,
  changes: readonly Change[],
  abortSignal: AbortSignal,
): Promise<void> {
  try {
    await send(options, observed, changes, abortSignal);
  } catch (error) {
    const [{ field, from }] = changes;
    if (isAwsError(error, 'LimitExceededException') && LIMITS[field]) {
      throw new ForwardedError(
        `${LIMITS[field]}. Run again later, or leave it at ${from} in the spec`,
        error,
      );
    }
    if (
      !isAwsError(
        error,
        'ResourceInUseException',
        'ContinuousBackupsUnavailableException',
      )
    ) {
      throw error;
    }
  }
}
