import type { Barrier } from '../barrier/Barrier';
import type { VaultTiming } from '../config/timing';
import type { VaultNetwork } from '../core/VaultNetwork';
import type { DynamoDbLock } from '../storage/DynamoDbLock';
import { sleep } from '../util/time';
import type { Advertisement } from './Advertisement';
import { ClusterClient } from './ClusterClient';
import type { NodeFacts } from './Standbys';

/** What a standby knows of its connection to the active node. */
export interface Heartbeat {
  readonly at: number;
  readonly durationMs: number;
  readonly skewMs: number;
}

/** The path on the cluster port that takes heartbeats. */
export const ECHO_PATH = '/echo';

/**
 * A standby's view of who leads. It believes the lock's value, whether or not the holder is still alive:
 * that is why standbys name a dead leader until another one takes over.
 */
export class LeaderWatch {
  private client: ClusterClient | undefined;
  private leaderId: string | undefined;
  private ownId: string | undefined;
  heartbeat: Heartbeat | undefined;

  constructor(
    private readonly parts: {
      readonly lock: DynamoDbLock;
      readonly barrier: Barrier;
      readonly network: VaultNetwork;
      readonly self: NodeFacts;
      readonly timing: VaultTiming;
      readonly signal: AbortSignal;
    },
  ) {}

  async leader(): Promise<Advertisement | undefined> {
    const { lock, barrier, network, signal } = this.parts;
    const id = await lock.holder();
    if (!id || id === this.ownId) return undefined;
    if (id !== this.leaderId) {
      const found = await barrier.get<Advertisement>(`core/leader/${id}`);
      // It has the lock but does not lead yet.
      if (!found) return undefined;
      this.client?.close();
      this.client = new ClusterClient(found, network, signal);
      this.leaderId = id;
    }
    return this.client?.leader;
  }

  /** This node's own leadership is over, even while the lock still names it. */
  disown(leaderId: string): void {
    this.ownId = leaderId;
  }

  /** The connection to the node that `leader` named last. */
  get connection(): ClusterClient | undefined {
    return this.client;
  }

  /** Looks who leads and sends signs of life until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    const { timing } = this.parts;
    let nextEcho = 0;
    while (!signal.aborted) {
      const known = this.leaderId;
      await this.leader().catch(() => undefined);
      const isNew = known !== this.leaderId;
      if (this.client && (isNew || Date.now() >= nextEcho)) {
        nextEcho = Date.now() + timing.heartbeatMs;
        await this.echo(this.client).catch(() => undefined);
      }
      await sleep(timing.leaderCheckMs, signal);
    }
  }

  close(): void {
    this.client?.close();
  }

  private async echo(client: ClusterClient): Promise<void> {
    const { timing } = this.parts;
    const started = timing.now();
    const { status, body } = await client.forward({
      method: 'POST',
      url: ECHO_PATH,
      headers: {},
      body: Buffer.from(JSON.stringify(this.parts.self)),
      remote: { address: '', port: 0 },
    });
    if (status !== 200) return;
    const { now }: { now: number } = JSON.parse(body.toString());
    const ended = timing.now();
    this.heartbeat = {
      at: ended,
      durationMs: ended - started,
      skewMs: Math.round((started + ended) / 2 - now),
    };
  }
}
