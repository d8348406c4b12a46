import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';

/** Bounds the audit tails that are open, of one person and of all together: each holds a connection and a buffer. */
export class TailLimiter {
  readonly #perUser: number;
  readonly #total: number;
  readonly #open = new Map<string, number>();
  #all = 0;

  constructor(options: { readonly perUser: number; readonly total: number }) {
    this.#perUser = options.perUser;
    this.#total = options.total;
  }

  /**
   * Takes a place; the returned function gives it back, once.
   *
   * @throws NotAllowedError when the person has as many open as is allowed
   * @throws ServiceUnavailableError when the backend serves as many as it may
   */
  enter(userEntityRef: string): () => void {
    const open = this.#open.get(userEntityRef) ?? 0;
    if (open >= this.#perUser) {
      throw new NotAllowedError(
        `You already watch ${open} audit logs; close one of them first`,
      );
    }
    if (this.#all >= this.#total) {
      throw new ServiceUnavailableError(
        `${
          this.#all
        } audit logs are being watched, the most that this portal serves at once. Try again when one is closed, or have vaultEks.audit.tailsTotal raised in app-config`,
      );
    }
    this.#open.set(userEntityRef, open + 1);
    this.#all += 1;
    let left = false;
    return () => {
      if (left) {
        return;
      }
      left = true;
      this.#all -= 1;
      const rest = (this.#open.get(userEntityRef) ?? 1) - 1;
      if (rest === 0) {
        this.#open.delete(userEntityRef);
      } else {
        this.#open.set(userEntityRef, rest);
      }
    };
  }
}
