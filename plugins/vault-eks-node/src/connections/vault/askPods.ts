import {
  NotFoundError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import type { CallOptions, KubernetesConnection } from '../kubernetes';
import {
  HealthAnswer,
  healthAnswer,
  LeaderAnswer,
  leaderAnswer,
} from './answers';
import type { VaultClient } from './VaultClient';
import type { VaultPods } from './VaultPods';
import { isRunning, listVaultPods } from './vaultPodList';
import { timeLimit } from '../timeLimit';

/** All states are answers here, not errors. The official client asks for the same code. */
const HEALTH = `sys/health?${[
  'uninitcode',
  'sealedcode',
  'standbycode',
  'drsecondarycode',
  'performancestandbycode',
  'removedcode',
  'haunhealthycode',
]
  .map(code => `${code}=299`)
  .join('&')}`;

/** What one pod says of itself. */
export interface PodAnswer {
  readonly pod: string;
  readonly health?: HealthAnswer;
  /** Absent while the pod is sealed. */
  readonly leader?: LeaderAnswer;
  readonly problem?: string;
}

/** A pod that does not answer by then is taken for unreachable. */
export const POD_TIMEOUT_MS = 5_000;

/** Asks one node about itself. */
export async function askHealth(
  client: VaultClient,
  signal: AbortSignal,
): Promise<Omit<PodAnswer, 'pod' | 'problem'>> {
  const health = await client.call(
    { method: 'GET', path: HEALTH, signal },
    healthAnswer,
  );
  if (health.sealed) {
    return { health };
  }
  const leader = await client.call(
    { method: 'GET', path: 'sys/leader', signal },
    leaderAnswer,
  );
  return { health, leader };
}

/** Runs something with a client for one pod under one limit of time, and closes it. */
export async function withPod<T>(
  pods: VaultPods,
  pod: string,
  options: CallOptions & {
    readonly timeoutMs?: number;
    readonly serverName?: string;
  },
  use: (client: VaultClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeoutMs, serverName } = options;
  const signal =
    timeoutMs === undefined
      ? options.signal
      : timeLimit(timeoutMs, options.signal);
  const client = pods.client(pod, { signal, serverName });
  try {
    return await use(client, signal);
  } catch (error) {
    if (signal.aborted && !options.signal.aborted) {
      throw new ServiceUnavailableError(
        `Vault pod ${pod} did not answer within ${timeoutMs} ms`,
      );
    }
    throw error;
  } finally {
    await client.close();
  }
}

/** Asks every given pod side by side; one that does not answer delays nobody beyond the limit. */
export async function askPods(
  pods: VaultPods,
  names: readonly string[],
  options: CallOptions & { readonly timeoutMs?: number },
): Promise<PodAnswer[]> {
  const { signal, timeoutMs = POD_TIMEOUT_MS } = options;
  return await Promise.all(
    names.map(async pod => {
      try {
        const answer = await withPod(
          pods,
          pod,
          { signal, timeoutMs },
          askHealth,
        );
        return { pod, ...answer };
      } catch (error) {
        signal.throwIfAborted();
        return {
          pod,
          problem: isError(error) ? error.message : 'no answer',
        };
      }
    }),
  );
}

/**
 * The pod that says of itself that it leads. What standbys say of the leader is not asked: for some eleven seconds
 * after a leader died they still name it.
 */
export function leaderAmong(answers: readonly PodAnswer[]): string | undefined {
  const since = ({ leader }: PodAnswer) =>
    Date.parse(leader?.active_time ?? '');
  return answers
    .filter(({ leader }) => leader?.is_self)
    .sort((a, b) => (since(b) || 0) - (since(a) || 0))[0]?.pod;
}

/** The names of the release's pods that run. */
export async function runningPods(
  kubernetes: KubernetesConnection,
  pods: VaultPods,
  options: CallOptions,
): Promise<string[]> {
  const list = await listVaultPods(kubernetes, pods, options);
  return list.filter(isRunning).map(pod => pod.metadata?.name ?? '');
}

/** @throws NotFoundError when no pod leads */
export async function findLeader(
  kubernetes: KubernetesConnection,
  pods: VaultPods,
  options: CallOptions,
): Promise<string> {
  const names = await runningPods(kubernetes, pods, options);
  const leader = leaderAmong(await askPods(pods, names, options));
  if (!leader) {
    throw new NotFoundError(
      `No pod of Vault ${pods.namespace}/${pods.release} says that it leads`,
    );
  }
  return leader;
}
