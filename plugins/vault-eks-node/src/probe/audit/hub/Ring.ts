import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import { heldCharacters } from '../heldCharacters';

const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
/**
 * What is kept for viewers to come: as much as a page shows at first. More only while a slow viewer has yet to read it:
 * what is kept for long costs the collector of garbage more than all the rest costs.
 */
export const RECENT_EVENTS = 300;
/** Gigantic lines must not push out what the fastest viewer has yet to read. */
const LEAST_EVENTS = 128;
/** Dropped in bulk: to drop one for each that comes would move all the others each time. */
const BULK = 100;

/** The newest events of a tail, each at a position that it keeps. */
export class Ring {
  readonly #events: AuditTailEvent[] = [];
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

  /** @param needed - position of the oldest event that some viewer has yet to read */
  push(events: readonly AuditTailEvent[], needed: number): void {
    for (const event of events) {
      this.#events.push(event);
      this.#characters += heldCharacters(event);
    }
    const { length } = this.#events;
    const unread = Math.max(RECENT_EVENTS, this.end - needed);
    const most = Math.min(MOST_EVENTS, unread);
    if (length > most + BULK || this.#characters > MOST_CHARACTERS) {
      this.#shrink(most);
    }
  }

  /** At most so many events from a position on that is still here. */
  from(position: number, most = Infinity): readonly AuditTailEvent[] {
    const start = position - this.#first;
    return this.#events.slice(start, start + most);
  }

  #shrink(most: number): void {
    const { length } = this.#events;
    let dropped = 0;
    while (
      length - dropped > LEAST_EVENTS &&
      (length - dropped > most || this.#characters > MOST_CHARACTERS)
    ) {
      this.#characters -= heldCharacters(this.#events[dropped]);
      dropped += 1;
    }
    this.#events.splice(0, dropped);
    this.#first += dropped;
  }
}
