import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface StorageChoices {
  readonly billing: string;
  readonly readCapacity?: number;
  readonly writeCapacity?: number;
  readonly encryption: string;
  readonly encryptionKey?: string;
}

/** Capacity belongs to provisioned tables, and a key to customer-key encryption. */
export function refuseInStorage(
  { billing, encryption, encryptionKey, ...capacity }: StorageChoices,
  refuse: Refuse,
) {
  for (const field of ['readCapacity', 'writeCapacity'] as const) {
    if (billing === 'provisioned' && capacity[field] === undefined) {
      refuse(
        ['storage', field],
        `storage.${field}: a provisioned table needs it; name the units, or choose storage.billing: on-demand`,
      );
    }
    if (billing === 'on-demand' && capacity[field] !== undefined) {
      refuse(
        ['storage', field],
        `storage.${field}: a table on demand has none; leave it out, or choose storage.billing: provisioned`,
      );
    }
  }
  if (encryption === 'customer-key' && !encryptionKey) {
    refuse(
      ['storage', 'encryptionKey'],
      'storage.encryptionKey: name the customer key, or choose another storage.encryption',
    );
  }
  if (encryption !== 'customer-key' && encryptionKey) {
    refuse(
      ['storage', 'encryptionKey'],
      `storage.encryptionKey: leave it out, or choose storage.encryption: customer-key`,
    );
  }
}
