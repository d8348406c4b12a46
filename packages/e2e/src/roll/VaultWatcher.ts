import {
  AwsConnections,
  createVaultPods,
  EksConnections,
  probePods,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Harness } from '../harness';

const LOOK_MS = 150;
/** Ample: what is slow on a busy machine is not away. */
const POD_TIMEOUT_MS = 15_000;

/** One look at all pods. */
interface Look {
  readonly at: number;
  readonly unsealed: readonly string[];
  readonly leaders: readonly string[];
  /** What the others said. */
  readonly others: readonly string[];
}

/** What a watch over a Vault has seen. */
export interface Watched {
  readonly looks: number;
  /** What the pods said at looks at which fewer than these were unsealed. */
  fewerUnsealedThan(pods: number): readonly string[];
  /** Who led, in order, each time that it changed. */
  readonly leaders: readonly string[];
  /** The longest time during which a client got no answer that needs a leader, and what it tried meanwhile. */
  readonly longestOutage: {
    readonly milliseconds: number;
    readonly tried: readonly string[];
  };
  readonly answered: number;
}

/** Asks all pods over and over, and a client that needs a leader asks any pod that answers, until it is stopped. */
export async function watchVault(
  harness: Pick<Harness, 'config'>,
  ref: VaultClusterRef,
): Promise<{ stop(): Promise<Watched> }> {
  const over = new AbortController();
  const { signal } = new AbortController();
  const eks = new EksConnections({
    aws: AwsConnections.create({ config: harness.config }),
    log: () => {},
  });
  const { kubernetes } = await eks.connect(ref, { signal });
  const pods = createVaultPods({ kubernetes, ...ref });
  const names = async () => {
    const found = await kubernetes.list(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: ref.namespace,
        labelSelector: `app.kubernetes.io/instance=${ref.release},component=server`,
      },
      { signal },
    );
    return found.flatMap(({ metadata }) => metadata?.name ?? []);
  };

  const looks: Look[] = [];
  const look = async () => {
    const probed = await probePods(pods, await names(), {
      signal,
      timeoutMs: POD_TIMEOUT_MS,
    });
    const all = [...probed.values()];
    looks.push({
      at: Date.now(),
      unsealed: all.filter(p => p.health?.sealed === false).map(p => p.pod),
      leaders: all.filter(p => p.leader?.is_self).map(p => p.pod),
      others: all
        .filter(p => p.health?.sealed !== false)
        .map(p => `${p.pod}: ${p.problem ?? 'sealed'}`),
    });
  };

  let answered = 0;
  let lastAnswer = Date.now();
  let tried: string[] = [];
  let longestOutage: Watched['longestOutage'] = { milliseconds: 0, tried };
  const noteOutage = () => {
    const milliseconds = Date.now() - lastAnswer;
    if (milliseconds > longestOutage.milliseconds) {
      longestOutage = { milliseconds, tried };
    }
  };
  const isAnswered = async (pod: string) => {
    const client = pods.client(pod, { signal });
    try {
      // A standby passes it on to the leader, so that it is answered only while one leads.
      const { status } = await client.send({
        method: 'GET',
        path: 'sys/internal/ui/mounts',
        signal,
        timeoutMs: 1_000,
      });
      tried.push(`${pod}: ${status}`);
      return status === 200;
    } catch (error) {
      tried.push(`${pod}: ${error}`);
      return false;
    } finally {
      await client.close();
    }
  };
  /** As a Service does, it goes to any pod; as clients do, it tries again. */
  const ask = async () => {
    for (const pod of await names()) {
      if (await isAnswered(pod)) {
        noteOutage();
        lastAnswer = Date.now();
        tried = [];
        answered += 1;
        return;
      }
    }
  };

  const again = async (act: () => Promise<void>) => {
    while (!over.signal.aborted) {
      await act().catch(() => undefined);
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
  };
  const watching = Promise.all([again(look), again(ask)]);
  const end = async () => {
    over.abort();
    await watching;
    noteOutage();
    await eks.close();
  };
  let ended: Promise<void> | undefined;
  return {
    async stop() {
      await (ended ??= end());
      const leaders = looks.flatMap(({ leaders: [leader] }) => leader ?? []);
      return {
        looks: looks.length,
        fewerUnsealedThan: fewest =>
          looks
            .filter(({ unsealed }) => unsealed.length < fewest)
            .map(({ unsealed, others }) =>
              [...unsealed.map(pod => `${pod}: unsealed`), ...others].join(
                ', ',
              ),
            ),
        leaders: leaders.filter((name, i) => name !== leaders[i - 1]),
        longestOutage,
        answered,
      };
    },
  };
}
