import {
  matchesAuditFilter,
  type AuditTailEvent,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { SourceState } from '../SourceState';
import type { TailAuditOptions } from '../tailAudit';
import { fromRing, type Wanted } from './fromRing';
import { Sieve } from './Sieve';
import type { Place, TailHub } from './TailHub';

/** Reads a part of the logs from the pods themselves. */
export type ReadPods = (
  options: Wanted & Pick<TailAuditOptions, 'signal' | 'follow' | 'onKnown'>,
) => AsyncIterable<readonly AuditTailEvent[]>;

/** What a viewer of a hub needs. */
export interface ViewOptions {
  readonly hub: TailHub;
  readonly read: ReadPods;
  readonly wanted: Wanted;
  readonly signal: AbortSignal;
}

/** Sorts before each line's id: where nothing had been written when the viewer came, all that was written since is missed. */
const BEFORE_ALL = '1970-01-01T00:00:00.000000000Z';

/** One viewer's way through a hub. */
class View {
  readonly #options: ViewOptions;
  readonly #place: Place;
  #sieve = new Sieve();
  readonly #sources = new SourceState();
  #lastId: string | undefined;

  constructor(options: ViewOptions, place: Place) {
    this.#options = options;
    this.#place = place;
    this.#lastId = options.wanted.after;
  }

  /** @param ring - whether the ring lags behind the pods, since nobody read before */
  async *events(ring: {
    readonly isIdle: boolean;
  }): AsyncGenerator<readonly AuditTailEvent[]> {
    const { hub, wanted, signal } = this.#options;
    while (!hub.isReady) {
      const news = this.#source();
      if (news.length > 0) {
        yield news;
      } else {
        await hub.grown(signal);
      }
    }
    hub.moveToEnd(this.#place);
    const rows = hub.rows();
    const beginning =
      ring.isIdle && wanted.after === undefined
        ? undefined
        : fromRing({ rows, isWhole: hub.isWhole }, wanted);
    this.#lastId ??= rows.at(-1)?.line.id;
    if (beginning) {
      yield beginning;
    } else {
      yield* this.#fromPods(wanted);
    }
    yield this.#source();
    yield* this.#live();
  }

  async *#live(): AsyncGenerator<readonly AuditTailEvent[]> {
    const { hub, wanted, signal } = this.#options;
    for (;;) {
      const events = await hub.next(this.#place, signal);
      if (events === 'over') {
        return;
      }
      if (events !== 'behind') {
        yield events.filter(event => this.#passes(event));
        continue;
      }
      hub.moveToEnd(this.#place);
      yield* this.#fromPods({
        filter: wanted.filter,
        after: this.#lastId ?? BEFORE_ALL,
        history: 0,
      });
      yield this.#source();
    }
  }

  /** What the ring does not hold. The viewer's place was taken before, so nothing falls between the two. */
  async *#fromPods(wanted: Wanted): AsyncGenerator<readonly AuditTailEvent[]> {
    const { read, signal } = this.#options;
    const sieve = new Sieve();
    this.#sieve = sieve;
    let got = 0;
    const batches = read({
      ...wanted,
      signal,
      follow: false,
      onKnown: rows => rows.forEach(row => sieve.has(row)),
    });
    for await (const events of batches) {
      const rows = events.flatMap(event =>
        event.kind === 'source' ? [] : event,
      );
      if (got === 0 && wanted.after === undefined && rows.length > 0) {
        sieve.beginsWith(rows[0]);
      }
      got += rows.length;
      rows.forEach(row => sieve.has(row));
      this.#lastId = rows.at(-1)?.line.id ?? this.#lastId;
      yield rows;
    }
  }

  #passes(event: AuditTailEvent): boolean {
    if (event.kind === 'source') {
      const { state, ...rest } = event.source;
      return this.#sources.now(state, rest).length > 0;
    }
    this.#lastId = event.line.id;
    return (
      matchesAuditFilter(event, this.#options.wanted.filter) &&
      this.#sieve.passes(event)
    );
  }

  #source(): readonly AuditTailEvent[] {
    const { state, ...rest } = this.#options.hub.source;
    return this.#sources.now(state, rest);
  }
}

/**
 * History and live lines for one viewer of a hub, with a filter of its own. A viewer who falls so far behind that the
 * ring holds its next line no more reads what it missed from the pods, and goes on from there.
 */
export async function* viewHub(
  options: ViewOptions,
): AsyncGenerator<readonly AuditTailEvent[]> {
  const { hub, signal } = options;
  const { isIdle } = hub;
  const place = hub.enter();
  try {
    yield* new View(options, place).events({ isIdle });
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    hub.leave(place);
  }
}
