import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  VaultClusterRef,
  VaultClusterStatus,
  VaultPodStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

const PODS = ['vault-0', 'vault-1', 'vault-2'];
/** How long a pod takes to answer, as one behind a port-forward in another region does: 200 to 800 ms. */
const ANSWER_MS = { least: 200, spread: 600 };

interface PodAnswer {
  readonly sealed: boolean;
  readonly initialized: boolean;
  readonly version: string;
  readonly isSelf: boolean;
}

/** Many Vaults as one HTTP server: each pod is asked by itself and takes its time; a few clusters never answer. */
export class LightVaults {
  readonly #server = createServer(async (request, response) => {
    const [, cluster, pod] = (request.url ?? '').split('/');
    if (this.#silent.has(cluster)) {
      return;
    }
    await sleep(ANSWER_MS.least + Math.random() * ANSWER_MS.spread);
    const answer: PodAnswer = {
      sealed: false,
      initialized: true,
      version: '1.21.4',
      isSelf: pod === PODS[0],
    };
    response.end(JSON.stringify(answer));
  });
  readonly #silent: ReadonlySet<string>;
  /** How many statuses were read. */
  probes = 0;

  constructor(options: { readonly silent: readonly string[] }) {
    this.#silent = new Set(options.silent);
  }

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Asks the three pods side by side. */
  readonly status = async (
    ref: VaultClusterRef,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<VaultClusterStatus> => {
    this.probes += 1;
    const pods = await Promise.all(
      PODS.map(async name => this.#ask(ref.cluster, name, signal)),
    );
    return {
      ref,
      observedAt: new Date().toISOString(),
      sealed: false,
      initialized: true,
      leader: { pod: PODS[0], since: '2026-11-26T00:00:00.000Z' },
      replicas: { wanted: 3, ready: 3 },
      pods,
      volumes: [],
      findings: [],
    };
  };

  async #ask(
    cluster: string,
    name: string,
    signal: AbortSignal,
  ): Promise<VaultPodStatus> {
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const url = `http://127.0.0.1:${port}/${cluster}/${name}`;
    const answer: PodAnswer = await (await fetch(url, { signal })).json();
    return {
      name,
      phase: 'Running',
      ready: true,
      restarts: 0,
      role: answer.isSelf ? 'active' : 'standby',
      initialized: answer.initialized,
      sealed: answer.sealed,
      version: answer.version,
    };
  }
}
