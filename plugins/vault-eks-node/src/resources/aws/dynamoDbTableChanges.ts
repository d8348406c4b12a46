import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Change } from '../../engine/ManagedResource';
import { notOurs, Ownership } from './ownership';

/** How the table is wanted. */
export interface DynamoDbTableOptions {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly arn: string;
  readonly ownership: Ownership;
  /** Whether the spec names the table, so that a foreign one is used as it is. */
  readonly named: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly deletionProtection: boolean;
  /** ARN of a customer key; the key that AWS owns when left out. */
  readonly encryptionKey?: string;
}

/** The Vault table as DynamoDB describes it. */
export interface ObservedTable {
  readonly arn: string;
  readonly status: string;
  /** For example `Path HASH S, Key RANGE S`. */
  readonly keys: string;
  readonly pointInTimeRecovery: boolean;
  readonly deletionProtection: boolean;
  readonly encryptionKey?: string;
  readonly owner?: string;
}

/** What Vault's DynamoDB storage needs. Source: hashicorp/vault `physical/dynamodb`. */
const VAULT_KEYS = 'Path HASH S, Key RANGE S';

/** How the table that was found differs from the one that is wanted. */
export function tableChanges(
  observed: ObservedTable,
  options: DynamoDbTableOptions,
): readonly Change[] {
  const { name, ownership, named } = options;
  const { owner } = ownership;
  if (observed.status === 'DELETING') {
    return [{ field: 'status', from: 'DELETING', to: 'ACTIVE', pending: true }];
  }
  if (observed.keys !== VAULT_KEYS) {
    return [
      {
        field: 'keys',
        from: observed.keys,
        to: VAULT_KEYS,
        refusal: `its keys are ${observed.keys}, Vault needs ${VAULT_KEYS}, and keys cannot be changed. Name another table in storage.table.`,
      },
    ];
  }
  if (observed.owner !== owner && !named) {
    return [
      notOurs({
        found: observed.owner,
        owner,
        fix: `Set storage.table: ${name} to use it as it is, or name another table there.`,
      }),
    ];
  }
  if (observed.status !== 'ACTIVE') {
    return [
      {
        field: 'status',
        from: observed.status,
        to: 'ACTIVE',
        pending: true,
      },
    ];
  }
  if (observed.owner !== owner) {
    return [];
  }
  const changes: Change[] = [];
  for (const field of ['deletionProtection', 'pointInTimeRecovery'] as const) {
    if (observed[field] !== options[field]) {
      changes.push({
        field,
        from: String(observed[field]),
        to: String(options[field]),
      });
    }
  }
  if (observed.encryptionKey !== options.encryptionKey) {
    changes.push({
      field: 'encryptionKey',
      from: observed.encryptionKey ?? 'owned by AWS',
      to: options.encryptionKey ?? 'owned by AWS',
    });
  }
  return changes;
}
