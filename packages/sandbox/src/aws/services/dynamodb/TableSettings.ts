import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';

/** What DynamoDB keeps about a table that dynalite does not know. */
export interface TableSettings {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly createdAt?: number;
  readonly deletionProtection: boolean;
  /** `undefined` until somebody names a class: DescribeTable says nothing of it so long. */
  readonly tableClass: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS' | undefined;
  readonly tableClassChangedAt?: number;
  /** ARN of the KMS key; `undefined` when AWS owns the key. */
  readonly kmsKeyArn: string | undefined;
  readonly pointInTimeRecovery:
    | { readonly since: number; readonly days: number }
    | undefined;
  readonly tags: readonly {
    readonly Key: string | undefined;
    readonly Value: string | undefined;
  }[];
  /** Until when the table shows UPDATING. */
  readonly settledAt: number;
}

/** The settings of all tables. */
export class TableSettingsStore {
  private readonly tables: Collection<TableSettings>;

  constructor(store: StateStore) {
    this.tables = new Collection(store, 'aws.dynamodb.tables');
  }

  get(region: string, name: string): TableSettings | undefined {
    return this.tables.get(`${region}/${name}`);
  }

  put(settings: TableSettings): void {
    this.tables.set(`${settings.region}/${settings.name}`, settings);
  }

  remove(region: string, name: string): void {
    this.tables.delete(`${region}/${name}`);
  }
}

/** A table's name, from itself or from its ARN. */
export function tableNameOf(reference: string | undefined): string {
  return (reference ?? '').replace(/^arn:aws:dynamodb:[^:]+:\d+:table\//, '');
}
