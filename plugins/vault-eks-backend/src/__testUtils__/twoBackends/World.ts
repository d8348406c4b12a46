import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type {
  DriftReport,
  StatusTransition,
  VaultClusterRef,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { driftReport, keptStep, updatedStep } from '../driftReports';
import { healthy } from '../fixtures';

interface Asked {
  readonly from: string;
  readonly body: VaultClusterRef & {
    readonly eventPayload?: StatusTransition;
    readonly payload?: { readonly title: string };
  };
}

/** What surrounds the backends of a test: their Vaults, and everyone whom they tell. */
export class World {
  /** What the Vaults say now. */
  status: Partial<VaultClusterStatus> = {};
  /** Titles of what differs from the spec now. */
  differs: readonly string[] = [];
  /** Which backend compared, in order. */
  readonly comparers: string[] = [];
  /** Changes that were told, in order, and by which backend. */
  readonly events: { from: string; transition: StatusTransition }[] = [];
  readonly titles: string[] = [];
  /** Which backend asked a Vault, in order. */
  readonly askers: string[] = [];
  /** How many asked the same Vault at the same time, at the most. */
  mostAtOnce = 0;
  readonly #busy = new Map<string, number>();
  #held: ((from: string) => void) | undefined;
  readonly #server = createServer(async (request, response) => {
    // Requests come from the test's own programs.
    const asked = (await json(request)) as Asked;
    const answer = await this.#answer(request.url ?? '', asked);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });

  static async start(): Promise<World> {
    const world = new World();
    world.#server.listen(0, '127.0.0.1');
    await once(world.#server, 'listening');
    return world;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${
      typeof address === 'object' ? address?.port : ''
    }`;
  }

  /** Holds the next backend that is about to tell something, which it has saved by then, and says which it is. */
  holdTheTeller(): Promise<string> {
    return new Promise(resolve => {
      this.#held = resolve;
    });
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(path: string, { from, body }: Asked): Promise<object> {
    switch (path) {
      case '/status':
        return this.#statusOf(from, body);
      case '/drift':
        this.comparers.push(from);
        return this.#oneAtATime(`spec of ${body.cluster}`, () => this.#drift());
      case '/signal': {
        const held = this.#held;
        if (held) {
          this.#held = undefined;
          held(from);
          await new Promise(() => {});
        }
        return {};
      }
      case '/event':
        if (body.eventPayload) {
          this.events.push({ from, transition: body.eventPayload });
        }
        return {};
      default:
        this.titles.push(body.payload?.title ?? '');
        return {};
    }
  }

  async #statusOf(from: string, ref: VaultClusterRef) {
    this.askers.push(from);
    return this.#oneAtATime(ref.cluster, () => ({
      ...healthy,
      ref,
      ...this.status,
    }));
  }

  #drift(): DriftReport {
    return driftReport(
      keptStep('release'),
      ...this.differs.map(title => ({ ...updatedStep(title), title })),
    );
  }

  async #oneAtATime<T>(what: string, answer: () => T): Promise<T> {
    const busy = (this.#busy.get(what) ?? 0) + 1;
    this.#busy.set(what, busy);
    this.mostAtOnce = Math.max(this.mostAtOnce, busy);
    await new Promise(resolve => setTimeout(resolve, 100));
    this.#busy.set(what, (this.#busy.get(what) ?? 1) - 1);
    return answer();
  }
}
