import { isError } from '@backstage/errors';
import type { PeerCertificate } from 'node:tls';
import {
  askHealth,
  HealthAnswer,
  LeaderAnswer,
  SealStatusAnswer,
  sealStatusAnswer,
  VaultPods,
  withPod,
} from '../../connections/vault';

/** Everything that one pod said of itself, or why it said nothing. */
export interface ProbedPod {
  readonly pod: string;
  readonly health?: HealthAnswer;
  readonly leader?: LeaderAnswer;
  readonly seal?: SealStatusAnswer;
  readonly certificate?: PeerCertificate;
  readonly problem?: string;
}

async function probePod(
  pods: VaultPods,
  pod: string,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<ProbedPod> {
  try {
    return await withPod(pods, pod, options, async (client, signal) => {
      const { health, leader } = await askHealth(client, signal);
      const seal = await client.call(
        { method: 'GET', path: 'sys/seal-status', signal },
        sealStatusAnswer,
      );
      const certificate = client.peerCertificate();
      return { pod, health, leader, seal, certificate };
    });
  } catch (error) {
    options.signal.throwIfAborted();
    return {
      pod,
      problem: isError(error) ? error.message : 'it did not answer',
    };
  }
}

/** Asks all pods side by side, each for at most the limit: one slow pod delays nobody beyond it. */
export async function probePods(
  pods: VaultPods,
  names: readonly string[],
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<ReadonlyMap<string, ProbedPod>> {
  const probed = await Promise.all(
    names.map(name => probePod(pods, name, options)),
  );
  return new Map(probed.map(p => [p.pod, p]));
}
