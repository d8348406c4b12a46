import { X509Certificate } from 'node:crypto';
import { isError } from '@backstage/errors';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import {
  askHealth,
  POD_TIMEOUT_MS,
  PodAnswer,
  runningPods,
  VaultPods,
  withPod,
} from '../../../../connections/vault';
import type { OperationContext } from '../../../../engine/ManagedResource';

/** What one pod says of itself, the certificate by which it said so, and this process' clock around the answer. */
export interface NodeAnswer extends PodAnswer {
  readonly certificate?: X509Certificate;
  readonly asked: { readonly from: Date; readonly to: Date };
}

async function askNode(
  pods: VaultPods,
  pod: string,
  ctx: OperationContext,
): Promise<NodeAnswer> {
  const from = new Date();
  try {
    return await withPod(
      pods,
      pod,
      { signal: ctx.signal, timeoutMs: POD_TIMEOUT_MS },
      async (client, signal) => {
        const answer = await askHealth(client, signal);
        const raw = client.peerCertificate()?.raw;
        return {
          pod,
          ...answer,
          certificate: raw && new X509Certificate(raw),
          asked: { from, to: new Date() },
        };
      },
    );
  } catch (error) {
    ctx.signal.throwIfAborted();
    const problem = isError(error) ? error.message : 'no answer';
    return { pod, problem, asked: { from, to: new Date() } };
  }
}

/** Asks every running pod for itself, side by side. */
export async function askNodes(
  kubernetes: KubernetesConnection,
  pods: VaultPods,
  ctx: OperationContext,
): Promise<readonly NodeAnswer[]> {
  const names = await runningPods(kubernetes, pods, ctx);
  return await Promise.all(names.map(pod => askNode(pods, pod, ctx)));
}
