import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditItem } from './AuditItem';
import { AuditProjection, type ProjectionOptions } from './AuditProjection';
import type { AuditTail } from './AuditTail';
import { TimeSlice } from './nextTask';
import { NO_ROWS, type RowWindow } from './RowRing';

/** Who stopped the view: the button, or reading back in the list. */
export type PauseCause = 'button' | 'reading';

/** What there is to see; a new object after each change. */
export interface AuditViewSnapshot {
  readonly items: RowWindow<AuditItem>;
  readonly paused?: PauseCause;
  /** Items that came since the pause. */
  readonly newCount: number;
}

/** The rows at the moment of a pause. */
interface Held {
  readonly cause: PauseCause;
  readonly source: RowWindow<AuditTailRow>;
  /** The rows of the live source from here on came after the pause. */
  readonly end: number;
  readonly projection: AuditProjection;
  /** How many items the live projection had made of the rows before {@link Held.end}. */
  readonly createdBefore: number;
}

type TailSource = Pick<AuditTail, 'subscribe' | 'getSnapshot'>;

/** Filters and pairs the rows of a tail as they come, and holds them still while somebody reads. */
export class AuditView {
  readonly #listeners = new Set<() => void>();
  #options: ProjectionOptions;
  #source: RowWindow<AuditTailRow> = NO_ROWS;
  #live: AuditProjection;
  #held: Held | undefined;
  /** What is under way in slices of time; another one takes its place. */
  #rebuild: object | undefined;
  #snapshot: AuditViewSnapshot = { items: NO_ROWS, newCount: 0 };

  constructor(options: ProjectionOptions) {
    this.#options = options;
    this.#live = new AuditProjection(options);
  }

  readonly getSnapshot = (): AuditViewSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Shows another tail. What is shown stays until it has connected, lest the list blink, and while paused.
   *
   * @returns what ends it
   */
  follow(tail: TailSource): () => void {
    let started = false;
    const look = () => {
      const { entries, connection } = tail.getSnapshot();
      if (started) {
        this.#sourceIs(entries);
      } else if (connection.state === 'open' || entries.length > 0) {
        started = true;
        this.#source = entries;
        this.#held &&= { ...this.#held, end: entries.first };
        this.#startAnew();
      }
    };
    look();
    return tail.subscribe(look);
  }

  /** Changes what passes. Among many rows that takes a moment, and what is shown stays until then. */
  show(options: ProjectionOptions): void {
    const { filter, paired } = this.#options;
    if (filter !== options.filter || paired !== options.paired) {
      this.#options = options;
      this.#startAnew();
    }
  }

  readonly pause = (cause: PauseCause): void => {
    if (this.#held) {
      this.#held = { ...this.#held, cause };
    } else {
      this.#held = {
        cause,
        source: this.#source,
        end: this.#source.end,
        projection: this.#live.fork(),
        createdBefore: this.#live.created,
      };
      if (this.#rebuild) {
        this.#startAnew();
      }
    }
    this.#publish();
  };

  readonly resume = (): void => {
    this.#held = undefined;
    this.#publish();
  };

  #sourceIs(source: RowWindow<AuditTailRow>): void {
    const seen = this.#source.end;
    if (source === this.#source) {
      return;
    }
    this.#source = source;
    // A rebuild goes on until it has all there is.
    if (!this.#rebuild) {
      for (let at = Math.max(seen, source.first); at < source.end; at += 1) {
        const row = source.get(at);
        if (row) {
          this.#live.take(row, at);
          this.#held?.projection.complete(row);
        }
      }
      this.#live.dropBefore(source.first);
      this.#publish();
    }
  }

  async #startAnew(): Promise<void> {
    const rebuild = {};
    this.#rebuild = rebuild;
    const slice = new TimeSlice();
    const live = new AuditProjection(this.#options);
    const held = this.#held && new AuditProjection(this.#options);
    const heldSource = this.#held?.source ?? NO_ROWS;
    const heldEnd = this.#held?.end ?? 0;
    let createdBefore = 0;

    for (let at = heldSource.first; at < heldSource.end; at += 1) {
      const row = heldSource.get(at);
      if (row) {
        held?.take(row, at);
      }
      if (slice.isOver) {
        await slice.rest();
        if (this.#rebuild !== rebuild) {
          return;
        }
      }
    }
    for (let at = this.#source.first; at < this.#source.end; at += 1) {
      // `undefined` once the source has dropped it meanwhile.
      const row = this.#source.get(at);
      if (row) {
        live.take(row, at);
      }
      if (at < heldEnd) {
        createdBefore = live.created;
      } else if (row) {
        held?.complete(row);
      }
      if (slice.isOver) {
        await slice.rest();
        if (this.#rebuild !== rebuild) {
          return;
        }
      }
    }
    live.dropBefore(this.#source.first);
    this.#live = live;
    this.#held = this.#held &&
      held && { ...this.#held, projection: held, createdBefore };
    this.#rebuild = undefined;
    this.#publish();
  }

  #publish(): void {
    this.#snapshot = {
      items: (this.#held?.projection ?? this.#live).window(),
      paused: this.#held?.cause,
      newCount: this.#held ? this.#live.created - this.#held.createdBefore : 0,
    };
    this.#listeners.forEach(listener => listener());
  }
}
