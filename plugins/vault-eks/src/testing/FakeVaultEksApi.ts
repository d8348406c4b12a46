import type {
  AuditTailEvent,
  AuditTailRequest,
  FleetCluster,
  RegisteredCluster,
  StatusTransitions,
  TransitionsRequest,
  VaultClusterStatus,
  VaultEksApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { aStatus } from './fixtures';

/** One connection of the audit tail, driven by the test. */
export class FakeTail {
  readonly request: AuditTailRequest;
  readonly #queue: AuditTailEvent[] = [];
  #wake: () => void = () => {};
  #end: { error?: Error } | undefined;

  constructor(request: AuditTailRequest) {
    this.request = request;
    request.signal?.addEventListener('abort', () => this.end());
  }

  send(...events: AuditTailEvent[]): void {
    this.#queue.push(...events);
    this.#wake();
  }

  /** The connection ends, broken when an error is given. */
  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *events(): AsyncGenerator<AuditTailEvent> {
    for (;;) {
      const next = this.#queue.shift();
      if (next) {
        yield next;
      } else if (this.#end) {
        if (this.#end.error) {
          throw this.#end.error;
        }
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** A portal in memory. */
export class FakeVaultEksApi implements VaultEksApi {
  status: VaultClusterStatus | Error = aStatus();
  clusters: FleetCluster[] | Error = [];
  transitions: StatusTransitions | Error = { transitions: [] };
  statusCalls = 0;
  /** Every connection of the tail, the newest last. */
  readonly tails: FakeTail[] = [];

  get tail(): FakeTail {
    const tail = this.tails[this.tails.length - 1];
    if (!tail) {
      throw new Error('Nobody reads the audit tail yet');
    }
    return tail;
  }

  async getStatus(): Promise<VaultClusterStatus> {
    this.statusCalls += 1;
    return FakeVaultEksApi.#orThrow(this.status);
  }

  tailAudit(request: AuditTailRequest): AsyncIterable<AuditTailEvent> {
    const tail = new FakeTail(request);
    this.tails.push(tail);
    return tail.events();
  }

  async listClusters(): Promise<FleetCluster[]> {
    return FakeVaultEksApi.#orThrow(this.clusters);
  }

  async listTransitions({
    kinds,
    limit = 100,
  }: TransitionsRequest): Promise<StatusTransitions> {
    const { transitions } = FakeVaultEksApi.#orThrow(this.transitions);
    return {
      transitions: transitions
        .filter(({ kind }) => !kinds || kinds.includes(kind))
        .slice(0, limit),
    };
  }

  async registerCluster(): Promise<RegisteredCluster> {
    throw new Error('The frontend registers nothing');
  }

  async unregisterCluster(): Promise<void> {
    throw new Error('The frontend unregisters nothing');
  }

  static #orThrow<T>(value: T | Error): T {
    if (value instanceof Error) {
      throw value;
    }
    return value;
  }
}
