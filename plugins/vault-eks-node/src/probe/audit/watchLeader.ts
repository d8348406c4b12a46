import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesConnection } from '../../connections/kubernetes';
import {
  askPods,
  isRunning,
  leaderAmong,
  listVaultPods,
  VaultPods,
} from '../../connections/vault';

/** How the leader is found and kept an eye on. */
export interface LeaderOptions {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly signal: AbortSignal;
}

/** Set by Vault's service registration; it goes stale when a process dies hard. */
const ACTIVE_LABEL = 'vault-active';

const INTERVAL_MS = 2_000;

/** Even when the labels agree, the pods themselves are asked now and then. */
const ASK_EVERY = 10;

async function running({ kubernetes, pods, signal }: LeaderOptions) {
  const list = await listVaultPods(kubernetes, pods, { signal });
  return list.filter(isRunning);
}

/** The pods that run, and the one that says that it leads. */
export async function lookForLeader(options: LeaderOptions): Promise<{
  readonly names: readonly string[];
  readonly leader?: string;
}> {
  const names = (await running(options)).map(p => p.metadata?.name ?? '');
  const answers = await askPods(options.pods, names, options);
  return { names, leader: leaderAmong(answers) };
}

/** Resolves when another pod than this one leads; labels only give the hint to ask. */
export async function leaderChanged(
  options: LeaderOptions,
  followed: string,
): Promise<void> {
  for (let round = 1; ; round++) {
    await sleep(INTERVAL_MS, undefined, { signal: options.signal });
    try {
      const labelled = (await running(options))
        .filter(p => p.metadata?.labels?.[ACTIVE_LABEL] === 'true')
        .map(p => p.metadata?.name);
      const asExpected = labelled.length === 1 && labelled[0] === followed;
      if (asExpected && round % ASK_EVERY !== 0) {
        continue;
      }
      const { leader } = await lookForLeader(options);
      if (leader && leader !== followed) {
        return;
      }
    } catch {
      // The API server may be away for a while; the tail itself says so when its stream breaks.
      options.signal.throwIfAborted();
    }
  }
}
