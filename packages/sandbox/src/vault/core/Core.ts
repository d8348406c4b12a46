import { randomUUID } from 'node:crypto';
import type { Server } from 'node:net';
import type { Barrier } from '../barrier/Barrier';
import type { ServerConfig } from '../config/ServerConfig';
import type { VaultTiming } from '../config/timing';
import { newAdvertisement } from '../ha/Advertisement';
import { LeaderWatch } from '../ha/LeaderWatch';
import { row, Standbys, type NodeFacts } from '../ha/Standbys';
import { VaultError } from '../logical/errors';
import type { RecoveryConfig } from '../seal/recoveryKeys';
import type { DynamoDbLock, HeldLock } from '../storage/DynamoDbLock';
import { sleep } from '../util/time';
import { activate, type ActiveVault, type Surroundings } from './ActiveVault';
import { advertise, withdraw } from './advertise';
import {
  CLUSTER_INFO,
  initializeVault,
  type InitAnswer,
} from './initializeVault';
import { RootGeneration } from './RootGeneration';
import type { SealedStore } from './SealedStore';
import type { ServerLog } from './ServerLog';
import type { VaultNetwork } from './VaultNetwork';

/** Name and id that all nodes of a cluster share. */
export interface ClusterName {
  readonly name: string;
  readonly id: string;
}

/** What an unsealed node has. */
export interface Unsealed {
  readonly barrier: Barrier;
  readonly cluster: ClusterName;
  readonly watch: LeaderWatch | undefined;
}

/** What a leading node has. */
export interface Leadership {
  readonly vault: ActiveVault;
  readonly since: Date;
  readonly standbys: Standbys;
  readonly rootGeneration: RootGeneration;
  /** Ends the leadership. */
  readonly end: AbortController;
}

interface CoreOptions {
  readonly config: ServerConfig;
  readonly sealed: SealedStore;
  /** Absent without HA. */
  readonly lock: DynamoDbLock | undefined;
  readonly network: VaultNetwork;
  readonly self: NodeFacts;
  readonly log: ServerLog;
  readonly timing: VaultTiming;
  readonly surroundings: Omit<Surroundings, 'haNodes'>;
  /** Makes the server of the cluster port for a term of leadership. */
  readonly clusterServer: (
    tls: { readonly key: string; readonly cert: string },
    core: Core,
  ) => Server;
  /** Aborts when the process is killed. */
  readonly dead: AbortSignal;
  /** Called at each change of seal or leadership. */
  readonly changed: (core: Core) => void;
}

/** The state of one node: sealed, standby or active, and how it gets from one to the other. */
export class Core {
  private unsealedState: Unsealed | undefined;
  private leadership: Leadership | undefined;
  private readonly stopping = new AbortController();
  private readonly wake = { unseal: () => {} };
  private initializing = false;
  private steppedDown = false;
  private competition: Promise<void> | undefined;

  constructor(readonly options: CoreOptions) {}

  get unsealed(): Unsealed | undefined {
    return this.unsealedState;
  }

  get active(): Leadership | undefined {
    return this.leadership;
  }

  /** Tries to unseal until it works, then competes for leadership. */
  async run(): Promise<void> {
    const { timing } = this.options;
    while (!this.ended) {
      if (await this.tryUnseal()) return;
      const woken = new AbortController();
      this.wake.unseal = () => woken.abort();
      await sleep(
        timing.unsealRetryMs,
        AbortSignal.any([
          woken.signal,
          this.stopping.signal,
          this.options.dead,
        ]),
      );
    }
  }

  /** Initialises storage. The answer exists nowhere else. */
  async initialize(config: RecoveryConfig): Promise<InitAnswer> {
    const { sealed, log, surroundings } = this.options;
    if (this.initializing || (await sealed.isInitialized())) {
      throw new VaultError(400, 'Vault is already initialized');
    }
    this.initializing = true;
    try {
      const answer = await initializeVault(config, {
        sealed,
        clusterName: this.options.config.clusterName,
        surroundings,
        log,
      });
      await this.tryUnseal();
      this.wake.unseal();
      return answer;
    } finally {
      this.initializing = false;
    }
  }

  /** Gives up leadership and lets the others go first. */
  stepDown(): void {
    this.options.log.warn('stepping down from active operation to standby');
    this.steppedDown = true;
    this.leadership?.end.abort();
  }

  /** Forgets the keys; only a restart opens the barrier again. */
  async seal(): Promise<void> {
    this.options.log.info('marked as sealed');
    await this.stop();
  }

  /** Leaves in order: the lock is free at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.leadership?.end.abort();
    await this.competition;
    this.unsealedState?.watch?.close();
    this.unsealedState = undefined;
    this.options.changed(this);
  }

  private get ended(): boolean {
    return this.stopping.signal.aborted || this.options.dead.aborted;
  }

  private async tryUnseal(): Promise<boolean> {
    const { sealed, log } = this.options;
    if (this.unsealedState) return true;
    log.info('stored unseal keys supported, attempting fetch');
    try {
      const barrier = await sealed.unseal();
      if (!barrier) {
        throw new Error(
          'stored unseal keys are supported, but none were found',
        );
      }
      const cluster = await barrier.get<ClusterName>(CLUSTER_INFO);
      if (!cluster) throw new Error('cluster information is missing');
      if (this.ended || this.unsealedState) return true;
      this.enterStandby(barrier, cluster);
      return true;
    } catch (error) {
      if (!this.ended) {
        log
          .named('')
          .warn('failed to unseal core', { error: messageOf(error) });
      }
      return false;
    }
  }

  private enterStandby(barrier: Barrier, cluster: ClusterName): void {
    const { log, lock, network, self, timing, dead } = this.options;
    const watch =
      lock &&
      new LeaderWatch({ lock, barrier, network, self, timing, signal: dead });
    this.unsealedState = { barrier, cluster, watch };
    log.info('vault is unsealed');
    log.info('unsealed with stored key');
    if (lock) log.info('entering standby mode');
    this.options.changed(this);
    this.competition = this.compete(this.unsealedState).catch(error => {
      if (!this.ended)
        log.error('leadership failed', { error: messageOf(error) });
    });
  }

  private async compete(unsealed: Unsealed): Promise<void> {
    const { lock, log, timing, dead } = this.options;
    const over = AbortSignal.any([this.stopping.signal, dead]);
    while (!this.ended) {
      const leaderId = randomUUID();
      const following = new AbortController();
      unsealed.watch?.follow(AbortSignal.any([following.signal, over]));
      const held = await lock?.acquire(leaderId, over);
      following.abort();
      if (lock && !held) return;
      if (held) log.info('acquired lock, enabling active operation');
      try {
        await this.lead(unsealed, leaderId, held);
      } catch (error) {
        if (dead.aborted) return;
        log.error('post-unseal setup failed', { error: messageOf(error) });
      } finally {
        await held?.release().catch(() => undefined);
      }
      if (this.steppedDown) await sleep(timing.stepDownSleepMs, over);
      this.steppedDown = false;
    }
  }

  private async lead(
    { barrier, watch }: Unsealed,
    leaderId: string,
    held: HeldLock | undefined,
  ): Promise<void> {
    const { config, network, self, surroundings, log, timing, dead } =
      this.options;
    const standbys = new Standbys(timing.heartbeatMs * 4);
    const vault = await activate(barrier, {
      ...surroundings,
      haNodes: () => [row(self, null), ...standbys.rows()],
    });
    const advertisement = await newAdvertisement(config);
    const server = this.options.clusterServer(
      {
        key: advertisement.cluster_key,
        cert: advertisement.cluster_cert,
      },
      this,
    );
    const end = new AbortController();
    try {
      await network.listen(portOfUrl(config.clusterAddress), server);
      await advertise(barrier, leaderId, advertisement);
      this.leadership = {
        vault,
        since: new Date(),
        standbys,
        rootGeneration: new RootGeneration(),
        end,
      };
      this.options.changed(this);
      await aborted(
        AbortSignal.any([
          end.signal,
          this.stopping.signal,
          dead,
          ...(held ? [held.lost] : []),
        ]),
      );
    } finally {
      if (!dead.aborted) log.info('pre-seal teardown starting');
      this.leadership = undefined;
      watch?.disown(leaderId);
      vault.close();
      server.close();
      if (!dead.aborted) log.info('pre-seal teardown complete');
      this.options.changed(this);
    }
    await withdraw(barrier, leaderId);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

function portOfUrl(url: string): number {
  return Number(new URL(url).port);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.message}` : String(error);
}
