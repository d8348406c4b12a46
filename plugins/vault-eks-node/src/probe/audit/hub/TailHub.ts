import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  AuditSource,
  AuditTailEvent,
  AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { createReadInTurn, type ReadInTurn } from '../ReadInTurn';
import { RECENT_EVENTS, Ring } from './Ring';

/** Events that a viewer is handed at once. */
const BATCH = 250;
/** The stream may be this far ahead of the fastest viewer, or half the ring. */
const LEAST_AHEAD = 64;

/** Whole logs of the cluster that viewers read at once. */
const READS_AT_ONCE = 2;

/** Opens the one stream of a cluster. */
export type OpenTail = (options: {
  readonly signal: AbortSignal;
  readonly history: number;
}) => AsyncIterable<readonly AuditTailEvent[]>;

/** Where a viewer stands in the ring; nowhere while the history is still being read. */
export interface Place {
  position?: number;
}

/** One stream of one cluster, kept in a ring from which any number of viewers read, each at its own pace. */
export class TailHub {
  readonly #ring = new Ring();
  readonly #places = new Set<Place>();
  readonly #stop = new AbortController();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #lingerMs: number;
  #leaving?: NodeJS.Timeout;
  #source: AuditSource = { state: 'connecting' };
  #isReady = false;
  #isOver = false;
  #failure?: { readonly error: unknown };
  /**
   * For viewers who read from the pods what the ring does not hold: after a restart of the backend they all come back at
   * once. The stream itself does not wait behind them.
   */
  readonly inTurn: ReadInTurn = createReadInTurn(READS_AT_ONCE);
  /** Resolves when the stream has ended, whatever ended it. */
  readonly ended: Promise<void>;

  constructor(options: { readonly open: OpenTail; readonly lingerMs: number }) {
    this.#lingerMs = options.lingerMs;
    this.ended = this.#pump(options.open);
  }

  /** Whether the history has been read, or never will be. */
  get isReady(): boolean {
    return this.#isReady || this.#isOver;
  }

  get source(): AuditSource {
    return this.#source;
  }

  /** Whether the ring still holds all that the stream has told. */
  get isWhole(): boolean {
    return this.#ring.first === 0;
  }

  /** The rows in the ring, the oldest first. */
  rows(): readonly AuditTailRow[] {
    return this.#ring
      .from(this.#ring.first)
      .flatMap(event => (event.kind === 'source' ? [] : event));
  }

  /** Whether nobody reads: what was written since is not in the ring yet. */
  get isIdle(): boolean {
    return this.isReady && this.#places.size === 0;
  }

  /** A viewer comes; {@link TailHub.leave} must follow. */
  enter(): Place {
    clearTimeout(this.#leaving);
    const place = {};
    this.#places.add(place);
    return place;
  }

  /** A viewer goes; the last one's leaving ends the stream, after a moment in which another may come. */
  leave(place: Place): void {
    this.#places.delete(place);
    this.#changes.emit('read');
    if (this.#places.size === 0) {
      this.#leaving = setTimeout(() => this.close(), this.#lingerMs);
      this.#leaving.unref();
    }
  }

  /** Whether its stream has ended, or is about to. */
  get isClosed(): boolean {
    return this.#isOver || this.#stop.signal.aborted;
  }

  close(): void {
    this.#stop.abort();
  }

  /** The viewer goes on with whatever comes from now on. */
  moveToEnd(place: Place): void {
    place.position = this.#ring.end;
    this.#changes.emit('read');
  }

  /** Resolves after something came; what came in the same turn comes together. */
  async grown(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'grown', { signal });
    await nextTurn(undefined, { signal });
  }

  /**
   * What comes next for a viewer.
   *
   * @returns `behind` when the ring holds it no more, `over` when the stream has ended
   * @throws what the stream failed with
   */
  async next(
    place: Place,
    signal: AbortSignal,
  ): Promise<readonly AuditTailEvent[] | 'behind' | 'over'> {
    const position = (place.position ??= this.#ring.end);
    while (position === this.#ring.end) {
      if (this.#failure) {
        throw this.#failure.error;
      }
      if (this.#isOver) {
        return 'over';
      }
      await this.grown(signal);
    }
    if (position < this.#ring.first) {
      return 'behind';
    }
    const events = this.#ring.from(position, BATCH);
    place.position = position + events.length;
    this.#changes.emit('read');
    return events;
  }

  async #pump(open: OpenTail): Promise<void> {
    const { signal } = this.#stop;
    try {
      for await (const events of open({ signal, history: RECENT_EVENTS })) {
        this.#take(events);
        while (this.#isAhead()) {
          await once(this.#changes, 'read', { signal });
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#failure = { error };
      }
    } finally {
      clearTimeout(this.#leaving);
      this.#isOver = true;
      this.#changes.emit('grown');
    }
  }

  #take(events: readonly AuditTailEvent[]): void {
    if (events.length === 0) {
      return;
    }
    this.#ring.push(events, this.#slowest());
    for (const event of events) {
      if (event.kind === 'source') {
        this.#source = event.source;
        this.#isReady ||= event.source.state !== 'connecting';
      }
    }
    this.#changes.emit('grown');
  }

  #slowest(): number {
    let slowest = this.#ring.end;
    for (const { position = slowest } of this.#places) {
      slowest = Math.min(slowest, position);
    }
    return slowest;
  }

  /** Whether even the fastest viewer has enough to read; a viewer that is slower reads from the pods when it must. */
  #isAhead(): boolean {
    if (!this.#isReady) {
      return false;
    }
    const { first, end } = this.#ring;
    const most = Math.max(LEAST_AHEAD, (end - first) / 2);
    for (const { position } of this.#places) {
      if (position === undefined || end - position <= most) {
        return false;
      }
    }
    return true;
  }
}
