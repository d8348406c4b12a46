import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../engine/ManagedResource';
import { AwsTag, ownerIn, Ownership, standingOf } from './ownership';
import { changesBy } from './standing';

/** What the spec says of the table beside its name. */
export type TableSettings = Omit<VaultClusterSpec['storage'], 'table'>;

/** How the table is wanted. */
export interface DynamoDbTableOptions extends TableSettings {
  readonly client: DynamoDBClient;
  /** Tells whether AWS manages the key that a table is encrypted by. */
  readonly kms: KMSClient;
  readonly name: string;
  readonly arn: string;
  readonly ownership: Ownership;
  /** Whether the spec names the table, so that a foreign one is used as it is, or taken over. */
  readonly named: boolean;
}

/** The Vault table as DynamoDB describes it. */
export interface ObservedTable extends TableSettings {
  readonly arn: string;
  readonly status: string;
  /** For example `Path HASH S, Key RANGE S`. */
  readonly keys: string;
  /** Whether its encryption is being changed right now. */
  readonly encrypting: boolean;
  readonly tags: readonly AwsTag[];
}

/** What Vault's DynamoDB storage needs. Source: hashicorp/vault `physical/dynamodb`. */
export const VAULT_KEYS = 'Path HASH S, Key RANGE S';

/** States that no waiting ends. Source: DynamoDB `TableDescription` reference. */
const STUCK: Readonly<Record<string, string>> = {
  INACCESSIBLE_ENCRYPTION_CREDENTIALS:
    'DynamoDB cannot use the KMS key that encrypts it, and archives the table after seven days of that. Enable that key, or let DynamoDB use it again.',
  ARCHIVING:
    'DynamoDB archives it, since it could not use its KMS key for seven days. Restore the backup that this leaves, or name another table in storage.table.',
  ARCHIVED:
    'DynamoDB archived it, since it could not use its KMS key for seven days. Restore the backup that this left, or name another table in storage.table.',
};

const encryptionIn = (settings: TableSettings) =>
  settings.encryption === 'customer-key'
    ? `customer-key ${settings.encryptionKey}`
    : settings.encryption;

const capacityIn = ({ readCapacity = 0, writeCapacity = 0 }: TableSettings) =>
  `${readCapacity} read, ${writeCapacity} write`;

/** The settings in the order in which they are brought to the spec: what protects the data comes first. */
const FIELDS: readonly (readonly [string, (s: TableSettings) => string])[] = [
  ['deletionProtection', s => String(s.deletionProtection)],
  ['pointInTimeRecovery', s => String(s.pointInTimeRecovery)],
  ['encryption', encryptionIn],
  ['billing', s => s.billing],
  ['capacity', s => (s.billing === 'provisioned' ? capacityIn(s) : 'none')],
  ['tableClass', s => s.tableClass],
];

function differences(found: TableSettings, wanted: TableSettings): Change[] {
  return FIELDS.map(([field, of]) => ({
    field,
    from: of(found),
    to: of(wanted),
  })).filter(
    ({ field, from, to }) =>
      from !== to &&
      // Capacity comes and goes with the billing.
      !(field === 'capacity' && found.billing !== wanted.billing),
  );
}

const waitFor = (field: string, from: string, to: string): Change => ({
  field,
  from,
  to,
  pending: true,
});

/** How the table that was found differs from the one that is wanted. */
export function tableChanges(
  observed: ObservedTable,
  options: DynamoDbTableOptions,
): readonly Change[] {
  const { name, ownership, named } = options;
  const { status, keys, tags } = observed;
  if (status === 'DELETING') {
    return [waitFor('status', status, 'ACTIVE')];
  }
  const refuse = (change: Omit<Change, 'refusal'>, refusal: string) => [
    { ...change, refusal },
  ];
  if (keys !== VAULT_KEYS) {
    return refuse(
      { field: 'keys', from: keys, to: VAULT_KEYS, replace: true },
      `its keys are ${keys}, Vault needs ${VAULT_KEYS}, and keys cannot be changed. Name another table in storage.table.`,
    );
  }
  // Whose an archived table was is not known any more.
  if (STUCK[status]) {
    return refuse(
      { field: 'status', from: status, to: 'ACTIVE' },
      STUCK[status],
    );
  }
  const standing = standingOf({
    found: ownerIn(tags),
    ownership,
    named,
    fix: `Set storage.table: ${name} to use it as it is (adopt: true to have it changed and tagged), or name another table there.`,
  });
  if (standing.kind === 'refused') {
    return [standing.change];
  }
  if (status !== 'ACTIVE') {
    return [waitFor('status', status, 'ACTIVE')];
  }
  if (observed.encrypting && standing.kind !== 'used') {
    return [waitFor('encryption', 'being changed', encryptionIn(options))];
  }
  return changesBy({
    standing,
    tags,
    ownership,
    differences: differences(observed, options),
  });
}
