import { randomBytes, randomUUID } from 'node:crypto';
import type {
  GrantOperation,
  KeySpec,
  KeyUsageType,
  OriginType,
} from '@aws-sdk/client-kms';
import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';
import type { CallContext } from '../../Service';
import { keyNotFound } from './errors';
import { awsManagedKeyPolicy } from './givenPolicies';

/** A key; only symmetric ones have material. */
export interface KeyRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly description: string;
  readonly spec: KeySpec;
  readonly usage: KeyUsageType;
  readonly origin: OriginType;
  readonly createdAt: number;
  readonly isEnabled: boolean;
  readonly deletionDate: number | undefined;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly rotation:
    | { readonly periodInDays: number; readonly since?: number }
    | undefined;
  readonly policy: string;
  readonly tags: readonly {
    readonly TagKey: string | undefined;
    readonly TagValue: string | undefined;
  }[];
  /** The 256-bit key, base64; `undefined` until it is imported. It never leaves KMS through any call. */
  readonly material: string | undefined;
  /** When imported material ends; `undefined` when it does not. */
  readonly materialExpiresAt?: number;
  readonly grants?: readonly GrantRecord[];
}

/** A right on a key that was given beside its policy. */
export interface GrantRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly grantee: string;
  readonly retiring: string | undefined;
  readonly operations: readonly GrantOperation[];
  readonly contextEquals: Readonly<Record<string, string>> | undefined;
  readonly contextSubset: Readonly<Record<string, string>> | undefined;
  readonly createdAt: number;
}

/** A name for a key. */
export interface AliasRecord {
  readonly name: string;
  readonly region: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What of a call decides which keys it can find. */
export type KeyScope = Pick<CallContext, 'region' | 'account' | 'now' | 'sees'>;

const symmetric = {
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
} as const;

/** KMS's keys by id, and aliases by region and name. */
export class KmsState {
  readonly keys: Collection<KeyRecord>;
  readonly aliases: Collection<AliasRecord>;

  constructor(store: StateStore) {
    this.keys = new Collection(store, 'aws.kms.keys');
    this.aliases = new Collection(store, 'aws.kms.aliases');
  }

  createKey(
    options: Pick<KeyScope, 'region' | 'account' | 'now'> &
      Pick<KeyRecord, 'policy'> &
      Partial<
        Pick<
          KeyRecord,
          'description' | 'manager' | 'tags' | 'spec' | 'usage' | 'origin'
        >
      >,
  ): KeyRecord {
    const { now, ...given } = options;
    const id = randomUUID();
    const isImported = given.origin === 'EXTERNAL';
    const key: KeyRecord = {
      ...symmetric,
      description: '',
      manager: 'CUSTOMER',
      tags: [],
      ...given,
      id,
      arn: `arn:aws:kms:${given.region}:${given.account}:key/${id}`,
      createdAt: now.getTime(),
      isEnabled: true,
      deletionDate: undefined,
      rotation: undefined,
      material: isImported ? undefined : randomBytes(32).toString('base64'),
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

  /** A key by id, key ARN, alias name or alias ARN. Deleted keys are gone, and new ones may not be visible yet. */
  resolve(reference: string, scope: KeyScope): KeyRecord | undefined {
    const name = reference.replace(/^arn:aws:kms:[^:]+:\d+:(key\/)?/, '');
    const id = name.startsWith('alias/')
      ? this.alias(name, scope)?.keyId
      : name;
    const key = this.keys.get(id ?? '');
    return key && this.isVisible(key, scope)
      ? { ...symmetric, ...key }
      : undefined;
  }

  /** The keys of a region that can be seen. */
  visibleKeys(scope: KeyScope): KeyRecord[] {
    return this.keys.filter(key => this.isVisible(key, scope));
  }

  /** An alias by name, once it can be seen. */
  alias(name: string, scope: KeyScope): AliasRecord | undefined {
    const alias = this.aliases.get(`${scope.region}/${name}`);
    return alias && scope.sees('kms', alias.createdAt) ? alias : undefined;
  }

  private isVisible(key: KeyRecord, scope: KeyScope): boolean {
    const now = scope.now.getTime();
    return (
      key.region === scope.region &&
      (key.deletionDate ?? Infinity) > now &&
      (key.manager === 'AWS' || scope.sees('kms', key.createdAt))
    );
  }

  /** Like `resolve`, but a key that does not exist is KMS's NotFoundException. */
  require(reference: string | undefined, scope: KeyScope): KeyRecord {
    const key = this.resolve(reference ?? '', scope);
    if (!key) {
      throw keyNotFound(reference ?? '', scope);
    }
    return key;
  }

  /** The key that AWS makes for a service at its first use, such as `alias/aws/secretsmanager`. */
  managedKey(service: string, scope: KeyScope): KeyRecord {
    const name = `alias/aws/${service}`;
    const alias = this.aliases.get(`${scope.region}/${name}`);
    const present = alias && this.keys.get(alias.keyId);
    if (present) {
      return present;
    }
    const { region, account, now } = scope;
    const key = this.createKey({
      region,
      account,
      now,
      manager: 'AWS',
      policy: awsManagedKeyPolicy(account),
      description: `Default key that protects my ${service} data when no other key is defined`,
    });
    this.setAlias(name, key.id, region, now);
    return key;
  }
}
