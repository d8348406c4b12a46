import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { isAwsError } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { deleteTable } from './deleteTable';
import {
  DynamoDbTableOptions,
  ObservedTable,
  tableChanges,
} from './dynamoDbTableChanges';
import {
  billingInput,
  classInput,
  encryptionInput,
  updateTable,
} from './dynamoDbTableUpdates';
import { observeTable } from './observeTable';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy } from './standing';

/** What dependants know of the table. */
export interface TableOutput {
  readonly name: string;
  readonly arn: string;
}

/**
 * The table that holds the Vault data. Its capacity is what the spec says: a table that Application Auto Scaling changes
 * belongs on demand.
 */
export function dynamoDbTable(
  options: DynamoDbTableOptions,
): ManagedResource<ObservedTable, TableOutput> {
  const { client, name, arn, ownership } = options;
  return {
    title: `DynamoDB table ${name}`,
    retain: 'it holds all Vault data',

    observe: ({ signal }) => observeTable(options, signal),

    diff: observed => tableChanges(observed, options),

    async create({ signal }) {
      try {
        await client.send(
          new CreateTableCommand({
            TableName: name,
            ...billingInput(options),
            TableClass: classInput(options),
            AttributeDefinitions: [
              { AttributeName: 'Path', AttributeType: 'S' },
              { AttributeName: 'Key', AttributeType: 'S' },
            ],
            KeySchema: [
              { AttributeName: 'Path', KeyType: 'HASH' },
              { AttributeName: 'Key', KeyType: 'RANGE' },
            ],
            DeletionProtectionEnabled: options.deletionProtection,
            SSESpecification:
              options.encryption === 'aws-owned'
                ? undefined
                : encryptionInput(options),
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

    update: ({ signal }, observed, changes) =>
      updateTable(options, observed, changes, signal),

    delete: ({ signal }) => deleteTable(options, signal),

    output: observed => ({ name, arn: observed.arn }),
    predict: () => ({ name, arn }),
    adopted: ({ tags }) => ownerIn(tags) !== ownership.owner,

    async removal({ status, tags, deletionProtection }) {
      if (status === 'DELETING') {
        return { verb: 'delete' };
      }
      const removal = removalBy(tags, ownership);
      return removal.verb === 'delete' && deletionProtection
        ? {
            verb: 'refuse',
            reason: `its deletion protection is on. Switch it off first (aws dynamodb update-table --table-name ${name} --no-deletion-protection-enabled).`,
          }
        : removal;
    },
  };
}
