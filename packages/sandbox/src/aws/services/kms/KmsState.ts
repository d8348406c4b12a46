import { randomBytes, randomUUID } from 'node:crypto';
import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';
import { keyNotFound } from './errors';
import { awsManagedKeyPolicy } from './keyPolicy';

/** A symmetric key with its material. */
export interface KeyRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly description: string;
  readonly createdAt: number;
  readonly isEnabled: boolean;
  readonly deletionDate: number | undefined;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly rotation: { readonly periodInDays: number } | undefined;
  readonly policy: string;
  readonly tags: readonly {
    readonly TagKey: string | undefined;
    readonly TagValue: string | undefined;
  }[];
  /** The 256-bit key, base64. It never leaves KMS through any call. */
  readonly material: string;
}

/** A name for a key. */
export interface AliasRecord {
  readonly name: string;
  readonly region: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** KMS's keys by id, and aliases by region and name. */
export class KmsState {
  readonly keys: Collection<KeyRecord>;
  readonly aliases: Collection<AliasRecord>;

  constructor(store: StateStore) {
    this.keys = new Collection(store, 'aws.kms.keys');
    this.aliases = new Collection(store, 'aws.kms.aliases');
  }

  createKey(options: {
    readonly region: string;
    readonly account: string;
    readonly now: Date;
    readonly policy: string;
    readonly description?: string;
    readonly manager?: 'CUSTOMER' | 'AWS';
    readonly tags?: KeyRecord['tags'];
  }): KeyRecord {
    const { region, account, now, policy } = options;
    const id = randomUUID();
    const key: KeyRecord = {
      id,
      arn: `arn:aws:kms:${region}:${account}:key/${id}`,
      region,
      account,
      description: options.description ?? '',
      createdAt: now.getTime(),
      isEnabled: true,
      deletionDate: undefined,
      manager: options.manager ?? 'CUSTOMER',
      rotation: undefined,
      policy,
      tags: options.tags ?? [],
      material: randomBytes(32).toString('base64'),
    };
    this.keys.set(id, key);
    return key;
  }

  setAlias(name: string, keyId: string, region: string, now: Date): void {
    const old = this.aliases.get(`${region}/${name}`);
    this.aliases.set(`${region}/${name}`, {
      name,
      region,
      keyId,
      createdAt: old?.createdAt ?? now.getTime(),
      updatedAt: now.getTime(),
    });
  }

  /** A key by id, key ARN, alias name or alias ARN. Deleted keys are gone. */
  resolve(reference: string, region: string, now: Date): KeyRecord | undefined {
    const name = reference.replace(/^arn:aws:kms:[^:]+:\d+:(key\/)?/, '');
    const id = name.startsWith('alias/')
      ? this.aliases.get(`${region}/${name}`)?.keyId
      : name;
    const key = this.keys.get(id ?? '');
    const isGone =
      key?.deletionDate !== undefined && key.deletionDate <= now.getTime();
    return key?.region === region && !isGone ? key : undefined;
  }

  /** Like `resolve`, but a key that does not exist is KMS's NotFoundException. */
  require(
    reference: string | undefined,
    context: {
      readonly region: string;
      readonly account: string;
      readonly now: Date;
    },
  ): KeyRecord {
    const key = this.resolve(reference ?? '', context.region, context.now);
    if (!key) {
      throw keyNotFound(reference ?? '', context);
    }
    return key;
  }

  /** The key that AWS makes for a service at its first use, such as `alias/aws/secretsmanager`. */
  managedKey(
    service: string,
    context: {
      readonly region: string;
      readonly account: string;
      readonly now: Date;
    },
  ): KeyRecord {
    const name = `alias/aws/${service}`;
    const present = this.resolve(name, context.region, context.now);
    if (present) {
      return present;
    }
    const key = this.createKey({
      ...context,
      manager: 'AWS',
      policy: awsManagedKeyPolicy(context.account),
      description: `Default key that protects my ${service} data when no other key is defined`,
    });
    this.setAlias(name, key.id, context.region, context.now);
    return key;
  }
}
