import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';

/** One version of a secret's value, encrypted under the secret's key. */
export interface SecretVersion {
  readonly id: string;
  readonly kind: 'string' | 'binary';
  /** Base64 of the KMS ciphertext; the value itself is kept nowhere. */
  readonly ciphertext: string;
  readonly createdAt: number;
  readonly stages: readonly string[];
}

/** A secret without its values. */
export interface SecretRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deletedAt: number | undefined;
  readonly goneAt: number | undefined;
  readonly resourcePolicy: string | undefined;
  readonly tags: readonly {
    readonly Key?: string;
    readonly Value?: string;
  }[];
  readonly versions: readonly SecretVersion[];
  /** Of a replica: where its primary is. */
  readonly primaryRegion?: string;
  /** Of a primary: its replicas, also those that could not be made. */
  readonly replicas?: readonly ReplicaStatus[];
}

/** How the copy of a secret in another region is doing. */
export interface ReplicaStatus {
  readonly region: string;
  readonly kmsKeyId: string | undefined;
  readonly status: 'InSync' | 'Failed';
  readonly message: string | undefined;
}

/** Secrets Manager's secrets, by ARN. */
export class SecretsState {
  readonly secrets: Collection<SecretRecord>;

  constructor(store: StateStore) {
    this.secrets = new Collection(store, 'aws.secretsmanager.secrets');
  }

  /** A secret by name, ARN, or ARN without its random end. */
  resolve(
    reference: string,
    region: string,
    now: Date,
  ): SecretRecord | undefined {
    return this.secrets.find(
      secret =>
        secret.region === region &&
        (secret.goneAt ?? Infinity) > now.getTime() &&
        (secret.name === reference ||
          secret.arn === reference ||
          secret.arn.slice(0, -7) === reference),
    );
  }
}
