import { NotAllowedError } from '@backstage/errors';

/** Bounds the audit tails that one person holds open; each costs a stream to a pod. */
export class TailLimiter {
  readonly #perUser: number;
  readonly #open = new Map<string, number>();

  constructor(options: { readonly perUser: number }) {
    this.#perUser = options.perUser;
  }

  /**
   * Takes a place; the returned function gives it back, once.
   *
   * @throws NotAllowedError when the person has as many open as is allowed
   */
  enter(userEntityRef: string): () => void {
    const open = this.#open.get(userEntityRef) ?? 0;
    if (open >= this.#perUser) {
      throw new NotAllowedError(
        `You already watch ${open} audit logs; close one of them first`,
      );
    }
    this.#open.set(userEntityRef, open + 1);
    let left = false;
    return () => {
      if (left) {
        return;
      }
      left = true;
      const rest = (this.#open.get(userEntityRef) ?? 1) - 1;
      if (rest === 0) {
        this.#open.delete(userEntityRef);
      } else {
        this.#open.set(userEntityRef, rest);
      }
    };
  }
}
