import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';

const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Gigantic lines must not push out what the fastest viewer has yet to read. */
const LEAST_EVENTS = 128;
/** Dropped in bulk: to drop one for each that comes would move all the others each time. */
const SLACK = 1.25;

const sizeOf = (event: AuditTailEvent) =>
  event.kind === 'line' ? event.line.raw.length : 100;

/** The newest events of a tail, each at a position that it keeps. */
export class Ring {
  #events: AuditTailEvent[] = [];
  #first = 0;
  #characters = 0;

  /** Position of the oldest event that is still here. */
  get first(): number {
    return this.#first;
  }

  /** Position of the next event to come. */
  get end(): number {
    return this.#first + this.#events.length;
  }

  push(events: readonly AuditTailEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#characters += sizeOf(event);
    }
    if (
      this.#events.length > MOST_EVENTS * SLACK ||
      this.#characters > MOST_CHARACTERS * SLACK
    ) {
      this.#shrink();
    }
  }

  /** At most so many events from a position on that is still here. */
  from(position: number, most = Infinity): readonly AuditTailEvent[] {
    const start = position - this.#first;
    return this.#events.slice(start, start + most);
  }

  #shrink(): void {
    const { length } = this.#events;
    let dropped = 0;
    while (
      length - dropped > LEAST_EVENTS &&
      (length - dropped > MOST_EVENTS || this.#characters > MOST_CHARACTERS)
    ) {
      this.#characters -= sizeOf(this.#events[dropped]);
      dropped += 1;
    }
    this.#events.splice(0, dropped);
    this.#first += dropped;
  }
}
