import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '@backstage/errors';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import {
  DynamoDbTableOptions,
  ObservedTable,
  tableChanges,
} from './dynamoDbTableChanges';
import { AwsTag, ownerIn, ownershipTags } from './ownership';

/** What dependants know of the table. */
export interface TableOutput {
  readonly name: string;
  readonly arn: string;
}

function keysOf(table: TableDescription): string {
  const types = new Map(
    table.AttributeDefinitions?.map(a => [a.AttributeName, a.AttributeType]),
  );
  return (table.KeySchema ?? [])
    .map(k => `${k.AttributeName} ${k.KeyType} ${types.get(k.AttributeName)}`)
    .join(', ');
}

/** The table that holds the Vault data: on demand, with continuous backups, protected from deletion. */
export function dynamoDbTable(
  options: DynamoDbTableOptions,
): ManagedResource<ObservedTable, TableOutput> {
  const { client, name, arn, ownership } = options;
  const { owner } = ownership;
  const encryption = () =>
    options.encryptionKey
      ? {
          Enabled: true,
          SSEType: 'KMS' as const,
          KMSMasterKeyId: options.encryptionKey,
        }
      : { Enabled: false };

  const tagsOf = async (ResourceArn: string, abortSignal: AbortSignal) => {
    const tags: AwsTag[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListTagsOfResourceCommand({ ResourceArn, NextToken }),
        { abortSignal },
      );
      tags.push(...(page.Tags ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return tags;
  };

  const updates: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
    deletionProtection: abortSignal =>
      client.send(
        new UpdateTableCommand({
          TableName: name,
          DeletionProtectionEnabled: options.deletionProtection,
        }),
        { abortSignal },
      ),
    encryptionKey: abortSignal =>
      client.send(
        new UpdateTableCommand({
          TableName: name,
          SSESpecification: encryption(),
        }),
        { abortSignal },
      ),
    pointInTimeRecovery: abortSignal =>
      client.send(
        new UpdateContinuousBackupsCommand({
          TableName: name,
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: options.pointInTimeRecovery,
          },
        }),
        { abortSignal },
      ),
  };

  return {
    title: `DynamoDB table ${name}`,
    retain: 'it holds all Vault data',

    async observe({ signal }) {
      const send = { abortSignal: signal };
      const answer = await unlessAbsent(
        client.send(new DescribeTableCommand({ TableName: name }), send),
        'ResourceNotFoundException',
      );
      const table = answer?.Table;
      if (!table) {
        return undefined;
      }
      const status = table.TableStatus ?? 'UNKNOWN';
      const tags: AwsTag[] = [];
      let backups: string | undefined;
      if (status !== 'DELETING') {
        tags.push(...(await tagsOf(table.TableArn ?? arn, signal)));
        const described = await unlessAbsent(
          client.send(
            new DescribeContinuousBackupsCommand({ TableName: name }),
            send,
          ),
          'TableNotFoundException',
        );
        backups =
          described?.ContinuousBackupsDescription
            ?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
      }
      const sse = table.SSEDescription;
      return {
        arn: table.TableArn ?? arn,
        status,
        keys: keysOf(table),
        pointInTimeRecovery: backups === 'ENABLED',
        deletionProtection: table.DeletionProtectionEnabled ?? false,
        encryptionKey:
          sse?.Status === 'ENABLED' || sse?.Status === 'UPDATING'
            ? sse.KMSMasterKeyArn
            : undefined,
        owner: ownerIn(tags),
      };
    },

    diff: observed => tableChanges(observed, options),

    async create({ signal }) {
      try {
        await client.send(
          new CreateTableCommand({
            TableName: name,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [
              { AttributeName: 'Path', AttributeType: 'S' },
              { AttributeName: 'Key', AttributeType: 'S' },
            ],
            KeySchema: [
              { AttributeName: 'Path', KeyType: 'HASH' },
              { AttributeName: 'Key', KeyType: 'RANGE' },
            ],
            DeletionProtectionEnabled: options.deletionProtection,
            SSESpecification: options.encryptionKey ? encryption() : undefined,
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (!isAwsError(error, 'ResourceInUseException')) {
          throw error;
        }
      }
    },

    async update({ signal }, _observed, [change]) {
      // DynamoDB allows one change of a table at a time; the reconciler comes back for the next.
      try {
        await updates[change.field](signal);
      } catch (error) {
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
    },

    async delete({ signal }, observed) {
      if (observed.deletionProtection) {
        throw new ConflictError(
          `Deletion protection of the table ${name} is on. Switch it off first (aws dynamodb update-table --no-deletion-protection-enabled).`,
        );
      }
      await client.send(new DeleteTableCommand({ TableName: name }), {
        abortSignal: signal,
      });
    },

    output: observed => ({ name, arn: observed.arn }),
    predict: () => ({ name, arn }),
    adopted: observed => observed.owner !== owner,
  };
}
