import type {
  AuditTailEvent,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { TailAuditOptions } from '../tailAudit';
import type { Wanted } from './fromRing';
import { oneByOne, type OneByOne } from './oneByOne';
import { TailHub } from './TailHub';
import { viewHub } from './viewHub';

/** How long the stream of a cluster outlives its last viewer: a page that is loaded anew finds it still open. */
const LINGER_MS = 1_000;

/** Reads one cluster's tail from its pods. */
export type TailCluster = (
  ref: VaultClusterRef,
  options: Omit<TailAuditOptions, 'ref' | 'kubernetes' | 'direct'>,
) => AsyncIterable<readonly AuditTailEvent[]>;

const nameOf = ({
  cluster,
  region,
  account,
  namespace,
  release,
}: VaultClusterRef) =>
  JSON.stringify([account, region, cluster, namespace, release]);

/** The audit tails of all clusters: one stream each, however many look at it. */
export class TailHubs {
  readonly #hubs = new Map<string, TailHub>();
  readonly #tail: TailCluster;
  readonly #lingerMs: number;

  constructor(options: {
    readonly tail: TailCluster;
    /** Milliseconds that a stream outlives its last viewer. Default: one second. */
    readonly lingerMs?: number;
  }) {
    this.#tail = options.tail;
    this.#lingerMs = options.lingerMs ?? LINGER_MS;
  }

  /**
   * History, then live lines, until the signal aborts.
   *
   * @throws what the stream of the cluster failed with; the next viewer opens another
   */
  view(
    ref: VaultClusterRef,
    options: Wanted & { readonly signal: AbortSignal },
  ): OneByOne<AuditTailEvent> {
    return oneByOne(this.#batches(ref, options));
  }

  /** Ends all streams. */
  async close(): Promise<void> {
    const hubs = [...this.#hubs.values()];
    hubs.forEach(hub => hub.close());
    await Promise.all(hubs.map(({ ended }) => ended));
  }

  /** Nothing is opened before the first of them is asked for. */
  async *#batches(
    ref: VaultClusterRef,
    options: Wanted & { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly AuditTailEvent[]> {
    const { signal, ...wanted } = options;
    const hub = this.#hubOf(ref);
    const { inTurn } = hub;
    yield* viewHub({
      hub,
      read: part => this.#tail(ref, { ...part, inTurn }),
      wanted,
      signal,
    });
  }

  #hubOf(ref: VaultClusterRef): TailHub {
    const name = nameOf(ref);
    const known = this.#hubs.get(name);
    if (known && !known.isClosed) {
      return known;
    }
    const hub = new TailHub({
      open: options => this.#tail(ref, options),
      lingerMs: this.#lingerMs,
    });
    this.#hubs.set(name, hub);
    hub.ended.finally(() => {
      if (this.#hubs.get(name) === hub) {
        this.#hubs.delete(name);
      }
    });
    return hub;
  }
}
