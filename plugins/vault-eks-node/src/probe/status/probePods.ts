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
import { problemOf } from './problemOf';

/** Everything that one pod said of itself, or why it said nothing. */
export interface ProbedPod {
  readonly pod: string;
  readonly health?: HealthAnswer;
  readonly leader?: LeaderAnswer;
  readonly seal?: SealStatusAnswer;
  readonly certificate?: PeerCertificate;
  readonly problem?: string;
}

/** How pods are asked. */
export interface ProbeOptions {
  readonly signal: AbortSignal;
  /** For each pod. */
  readonly timeoutMs: number;
  /** Told what a pod or its connection said that gave no answer; not for everybody's eyes. */
  readonly log?: (line: string) => void;
}

async function probePod(
  pods: VaultPods,
  pod: string,
  options: ProbeOptions,
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
    options.log?.(
      `Vault pod ${pod}: ${isError(error) ? error.message : 'no answer'}`,
    );
    return { pod, problem: problemOf(error) };
  }
}

/** Asks all pods side by side, each for at most the limit: one slow pod delays nobody beyond it. */
export async function probePods(
  pods: VaultPods,
  names: readonly string[],
  options: ProbeOptions,
): Promise<ReadonlyMap<string, ProbedPod>> {
  const probed = await Promise.all(
    names.map(name => probePod(pods, name, options)),
  );
  return new Map(probed.map(p => [p.pod, p]));
}
