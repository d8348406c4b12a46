import type { CallOptions } from '../../../connections/kubernetes';
import type { VaultClient, VaultPods } from '../../../connections/vault';

interface Open {
  readonly pod: string;
  readonly client: VaultClient;
  /** Its connection belongs to nobody's run alone. */
  readonly ending: AbortController;
  users: number;
}

/**
 * One connection to a pod for all who ask it at the same moment, such as the looks of a plan, instead of a port-forward for
 * each. It ends with the last of them, so that nobody meets one that has been idle.
 */
export class SharedClient {
  readonly #pods: Pick<VaultPods, 'client'>;
  #open?: Open;

  constructor(pods: Pick<VaultPods, 'client'>) {
    this.#pods = pods;
  }

  /** Runs something with the client; after a failure the next one opens a connection of its own. */
  async use<T>(
    pod: string,
    { signal }: CallOptions,
    use: (client: VaultClient) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const open = this.#open?.pod === pod ? this.#open : this.#start(pod);
    open.users += 1;
    try {
      return await use(open.client);
    } catch (error) {
      this.#retire(open);
      throw error;
    } finally {
      open.users -= 1;
      if (open.users === 0) {
        this.#retire(open);
        open.ending.abort();
        await open.client.close();
      }
    }
  }

  #start(pod: string): Open {
    const ending = new AbortController();
    const client = this.#pods.client(pod, {
      signal: ending.signal,
      pipelined: true,
    });
    this.#open = { pod, client, ending, users: 0 };
    return this.#open;
  }

  #retire(open: Open): void {
    if (this.#open === open) {
      this.#open = undefined;
    }
  }
}
