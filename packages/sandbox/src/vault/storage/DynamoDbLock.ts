import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { VaultTiming } from '../config/timing';
import { sleep } from '../util/time';
import { attributes, type DynamoDbStorage } from './DynamoDbStorage';

/** `core/lock`, as the table names it. */
const LOCK = { Path: 'core', Key: '_lock' };

/** Leadership that this node holds until `lost` aborts or it releases it. */
export interface HeldLock {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * The HA lock: a record with a holder and an expiry, taken and renewed by conditional updates. A holder that
 * dies keeps it until the expiry has passed.
 */
export class DynamoDbLock {
  private readonly identity = randomUUID();

  constructor(
    private readonly storage: DynamoDbStorage,
    private readonly timing: VaultTiming,
    private readonly signal: AbortSignal,
  ) {}

  /** The value that the present or last holder wrote; it stays readable after its holder has died. */
  async holder(): Promise<string | undefined> {
    return (await this.storage.get('core/_lock'))?.toString();
  }

  /** Tries until it has the lock. `undefined` when the signal aborts first. */
  async acquire(
    value: string,
    signal: AbortSignal,
  ): Promise<HeldLock | undefined> {
    for (;;) {
      await sleep(this.timing.lockRetryMs, signal);
      if (signal.aborted) return undefined;
      const held = await this.write(value).catch(() => false);
      if (held && !signal.aborted) return this.keep(value);
      if (held) await this.release();
    }
  }

  private keep(value: string): HeldLock {
    const lost = new AbortController();
    const stop = new AbortController();
    const ended = AbortSignal.any([stop.signal, this.signal]);
    const renew = async () => {
      let renewed = Date.now();
      for (;;) {
        await sleep(this.timing.lockRenewMs, ended);
        if (ended.aborted) return;
        const sent = Date.now();
        const isOurs = await this.write(value).catch(() => undefined);
        if (isOurs) renewed = sent;
        const expired = Date.now() - renewed >= this.timing.lockTtlMs;
        // Without an answer the lock is ours until it runs out; with another holder it is not.
        if (isOurs === false || expired) {
          lost.abort();
          return;
        }
      }
    };
    renew();
    return {
      lost: lost.signal,
      release: async () => {
        stop.abort();
        await this.release();
      },
    };
  }

  private async write(value: string): Promise<boolean> {
    const now = BigInt(this.timing.now()) * 1_000_000n;
    const expires = now + BigInt(this.timing.lockTtlMs) * 1_000_000n;
    try {
      await this.storage.client.send(
        new UpdateItemCommand({
          TableName: this.storage.table,
          Key: attributes(LOCK),
          ConditionExpression:
            'attribute_not_exists(#path) or attribute_not_exists(#key) or ' +
            '(attribute_not_exists(#identity) or #identity = :identity or #expires <= :now)',
          UpdateExpression:
            'SET #value = :value, #identity = :identity, #expires = :expires',
          ExpressionAttributeNames: {
            '#path': 'Path',
            '#key': 'Key',
            '#identity': 'Identity',
            '#expires': 'Expires',
            '#value': 'Value',
          },
          ExpressionAttributeValues: {
            ':identity': { B: Buffer.from(this.identity) },
            ':value': { B: Buffer.from(value) },
            ':now': { N: String(now) },
            ':expires': { N: String(expires) },
          },
        }),
        { abortSignal: this.signal },
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  private async release(): Promise<void> {
    try {
      await this.storage.client.send(
        new DeleteItemCommand({
          TableName: this.storage.table,
          Key: attributes(LOCK),
          ConditionExpression: '#identity = :identity',
          ExpressionAttributeNames: { '#identity': 'Identity' },
          ExpressionAttributeValues: {
            ':identity': { B: Buffer.from(this.identity) },
          },
        }),
        { abortSignal: this.signal },
      );
    } catch (error) {
      // Somebody else leads already.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
