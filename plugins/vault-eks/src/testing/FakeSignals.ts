/** What the portal tells of a change. */
interface ChangeSignal {
  readonly entityRef: string;
}

/** The portal's signals in memory: every listener hears what is sent, whatever the channel. */
export class FakeSignals {
  readonly #listeners = new Set<(message: ChangeSignal) => void>();

  subscribe(_channel: string, listener: never) {
    this.#listeners.add(listener);
    return { unsubscribe: () => this.#listeners.delete(listener) };
  }

  send(message: ChangeSignal): void {
    this.#listeners.forEach(listener => listener(message));
  }
}
