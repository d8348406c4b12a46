/**
 * Keeps an answer for a short while and shares it among those who ask at the same moment. Failures are not kept.
 */
export class Remembered<T> {
  #answer?: { readonly value: Promise<T>; readonly until: number };
  readonly #forMs: number;

  constructor(forMs: number) {
    this.#forMs = forMs;
  }

  get(ask: () => Promise<T>): Promise<T> {
    const known = this.#answer;
    if (known && Date.now() < known.until) {
      return known.value;
    }
    const value = ask();
    const answer = { value, until: Date.now() + this.#forMs };
    this.#answer = answer;
    value.catch(() => {
      if (this.#answer === answer) {
        this.#answer = undefined;
      }
    });
    return value;
  }

  forget(): void {
    this.#answer = undefined;
  }
}
